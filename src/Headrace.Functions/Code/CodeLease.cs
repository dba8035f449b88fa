namespace Headrace.Functions.Code;

/// <summary>Keeps a package from being collected while nothing on disk points at it yet.</summary>
public sealed class CodeLease : IDisposable
{
    private readonly CodeStore _store;
    private readonly string _sha256;
    private bool _released;

    internal CodeLease(CodeStore store, string sha256)
    {
        _store = store;
        _sha256 = sha256;
        store.Lease(sha256);
    }

    public CodePackage Package { get; internal set; } = null!;

    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            _store.Release(_sha256);
        }
    }
}
