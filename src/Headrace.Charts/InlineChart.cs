namespace Headrace.Charts;

/// <param name="Svg">An <c>svg</c> element.</param>
/// <param name="Pixel">Where in its view a value stands.</param>
public sealed record InlineChart(string Svg, Func<Point, (double X, double Y)> Pixel);
