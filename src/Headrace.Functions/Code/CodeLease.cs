namespace Headrace.Functions.Code;

/// <summary>Keeps a package from being collected while nothing on disk points at it yet.</summary>
public sealed class CodeLease : IDisposable
{
    private readonly CodeStore _store;
    private bool _released;

    internal CodeLease(CodeStore store, CodePackage package)
    {
        _store = store;
        Package = package;
    }

    public CodePackage Package { get; }

    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            _store.Release(Package.Sha256);
        }
    }
}
