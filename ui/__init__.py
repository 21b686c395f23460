"""The browser side: state, inputs, cache, messages and the frame around the pages."""
