using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Results;

/// <summary>Asks which results are there.</summary>
internal interface IResultLooker
{
    ResultName NameOf(in Places places);

    /// <param name="keys">That are waited for in one place, in ordinal order.</param>
    /// <param name="seen">Called with each of them that is there; others may be among them.</param>
    /// <exception cref="LabException">There is no such place, or it may not be read.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    Task LookAsync(string place, IReadOnlyList<string> keys, Action<string> seen, CancellationToken cancellationToken);
}
