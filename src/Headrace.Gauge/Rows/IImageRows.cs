namespace Headrace.Gauge.Rows;

/// <summary>Where rows go.</summary>
public interface IImageRows : IDisposable
{
    /// <summary>Writes the row; the same picture again (path and MD5) replaces its row and gives the same id.</summary>
    /// <param name="deadline">Until when to try again while the database is away.</param>
    /// <returns>The row's id as JSON: a number, or a string in quotes.</returns>
    /// <exception cref="RowException">It could not be written.</exception>
    string Insert(ImageRow row, DateTimeOffset deadline);
}
