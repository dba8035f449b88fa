namespace Headrace.Calibration.Rating;

/// <summary>What a fitted rating curve is worth.</summary>
/// <param name="StageUnit">Of <paramref name="H0"/> and of the stage that <paramref name="A"/> is for.</param>
/// <param name="MeanRelativeError">Mean of |predicted − observed| / observed.</param>
public sealed record RatingReport(double A, double H0, double B, string StageUnit, string DischargeUnit, int Pairs, double? R2, double Rmse, double MeanRelativeError);
