using Headrace.Lab.Load.Http;

namespace Headrace.Lab.Load.Targets;

/// <summary>How a target is asked, and what its answers mean.</summary>
internal interface ITargetProtocol
{
    HttpOrigin Origin { get; }

    /// <summary>The answer is the result; nothing more is to be seen.</summary>
    bool AnswersWithResult { get; }

    bool IsHeadRequest { get; }

    /// <summary>Writes the request of an item, and what the item is called there.</summary>
    void Prepare(Shot shot, RequestBuffer request);

    /// <summary>Sets the item's status from an answer.</summary>
    void Judge(Shot shot, HttpAnswer answer);
}
