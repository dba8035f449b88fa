using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>The lines that the river gauge writes, the original and ours to the letter: they are what <c>logsdata.csv</c> was made of.</summary>
internal static class GaugeLine
{
    private const string Image = "Image Name: ", Event = "Event Time: ", Site = ", Site ID: ", Row = "Writing to database...";

    public static void Read(string line, Moment at, Invocation invocation)
    {
        if (line.StartsWith(Image, StringComparison.Ordinal))
        {
            invocation.Image = line[Image.Length..].TrimEnd();
        }
        else if (line.StartsWith(Event, StringComparison.Ordinal))
        {
            var site = line.IndexOf(Site, StringComparison.Ordinal);
            var time = line.AsSpan(Event.Length, (site < 0 ? line.TrimEnd().Length : site) - Event.Length);
            if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && !invocation.EventTime.IsKnown)
            {
                invocation.EventTime = Moment.At(instant);
            }

            invocation.Site = site < 0 ? invocation.Site : line[(site + Site.Length)..].TrimEnd();
        }
        else if (line.StartsWith(Row, StringComparison.Ordinal))
        {
            invocation.RowWritten = at;
        }
    }
}
