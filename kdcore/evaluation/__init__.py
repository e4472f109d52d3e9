"""NumberFormatter about predictions; knows no network and no training."""
