"""What predictions are worth: metrics, intervals, calibration, slices and findings. No networks, no training."""
