namespace Headrace.Functions.Environments;

/// <summary>How a runtime process ended.</summary>
/// <param name="Code">The exit code, when it ended by itself.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
internal readonly record struct ExitStatus(int Code, int Signal)
{
    private const int SegmentationFault = 11;

    public bool IsSegmentationFault => Signal == SegmentationFault;

    /// <summary>AWS's words, after <c>RequestId: … Error: </c>.</summary>
    public string Reason => Signal != 0
        ? $"Runtime exited with error: signal: {NameOf(Signal)}"
        : Code == 0 ? "Runtime exited without providing a reason" : $"Runtime exited with error: exit status {Code}";

    /// <summary>A shell and bwrap report a signal as 128 + its number.</summary>
    public static ExitStatus OfCode(int code) => code is > 128 and < 160 ? OfSignal(code - 128) : new ExitStatus(code, 0);

    public static ExitStatus OfSignal(int signal) => new(128 + signal, signal);

    private static string NameOf(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 => "user defined signal 1",
        SegmentationFault => "segmentation fault",
        12 => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => $"signal {signal}",
    };
}
