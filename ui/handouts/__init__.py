"""What is given out: papers, pictures, tables."""
