"""Publications whose definitions the metrics follow; docs/MODEL.md lists them in full."""

from __future__ import annotations

BOARD = "SaaS Metrics Standards Board"
FARRIS = "Farris, Bendle, Pfeifer, Reibstein, Marketing Metrics (2015)"
JORDAN = "Jordan, Vazzana, Cracking the Sales Management Code (2012)"
SIRIUS = "SiriusDecisions, Demand Waterfall (2012)"
SKOK = "Skok, SaaS Metrics 2.0 (2013)"
BMA = "Brealey, Myers, Allen, Principles of Corporate Finance (2019)"
