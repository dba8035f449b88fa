namespace Headrace.Lab.Simulation;

internal enum EnvironmentList : byte
{
    /// <summary>Starting, full, or gone.</summary>
    None,

    /// <summary>Provisioned, and running nothing.</summary>
    Ready,

    /// <summary>Running something, with room for more.</summary>
    Open,

    Idle,
}
