namespace Headrace.Calibration.Scoring;

/// <summary>How well predictions fit what was observed.</summary>
/// <param name="R2">Coefficient of determination (hydrologists: Nash-Sutcliffe efficiency); null when all observations are the same.</param>
/// <param name="Bias">Mean of predicted minus observed.</param>
public sealed record Score(int Rows, double? R2, double Rmse, double Mae, double Bias)
{
    /// <summary>Null without rows.</summary>
    public static Score? Of(IEnumerable<(double Observed, double Predicted)> pairs)
    {
        var values = pairs.ToList();
        if (values.Count == 0)
        {
            return null;
        }

        var mean = values.Average(value => value.Observed);
        var residual = values.Sum(value => Square(value.Predicted - value.Observed));
        var total = values.Sum(value => Square(value.Observed - mean));
        return new Score(
            values.Count,
            total > 0 ? 1 - (residual / total) : null,
            Math.Sqrt(residual / values.Count),
            values.Average(value => Math.Abs(value.Predicted - value.Observed)),
            values.Average(value => value.Predicted - value.Observed));
    }

    private static double Square(double value) => value * value;
}
