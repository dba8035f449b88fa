using System.Globalization;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Cameras;

/// <summary>When a run begins: at one moment everywhere, or when each site's own clock shows that time.</summary>
internal readonly record struct CameraClock(DateTime Shown, TimeSpan? Offset)
{
    private static readonly string[] _local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];
    private static readonly string[] _anywhere = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>Null when the text is no time.</summary>
    public static CameraClock? Parse(string text)
    {
        if (DateTime.TryParseExact(text, _local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var shown))
        {
            return new CameraClock(shown, null);
        }

        return DateTimeOffset.TryParseExact(text, _anywhere, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? new CameraClock(moment.DateTime, moment.Offset)
            : null;
    }

    public DateTimeOffset StartAt(CameraSite site) => Offset is { } offset ? site.LocalTime(new DateTimeOffset(Shown, offset)) : site.AtLocal(Shown);
}
