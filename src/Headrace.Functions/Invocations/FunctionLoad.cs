namespace Headrace.Functions.Invocations;

/// <summary>What one function has running, over all its versions. Guarded by the invoker's lock.</summary>
internal sealed class FunctionLoad
{
    private const int MostRetired = 16;

    private readonly Queue<string> _retired = new();

    public int Running { get; set; }

    /// <summary>Of these, the ones on provisioned environments.</summary>
    public int RunningProvisioned { get; set; }

    /// <summary>Provisioned environments wanted, over all versions.</summary>
    public int Provisioned { get; set; }

    public int Pools { get; set; }

    /// <summary>Reserved concurrency as last heard of.</summary>
    public int? Reserved { get; set; }

    /// <summary>Whether the revision was replaced not long ago: a late invocation of it must not keep its environments.</summary>
    public bool IsRetired(string revision) => _retired.Contains(revision);

    public void Retire(string revision)
    {
        _retired.Enqueue(revision);
        if (_retired.Count > MostRetired)
        {
            _retired.Dequeue();
        }
    }
}
