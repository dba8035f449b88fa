namespace Headrace.Store.Contents;

/// <summary>Which contents are being read, so that their bytes are not given back under a reader.</summary>
internal sealed class ReaderPins
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _readers = [];
    private readonly HashSet<long> _condemned = [];
    private readonly HashSet<long> _awaited = [];

    /// <summary>False when the content's bytes are being given back.</summary>
    public bool TryPin(long content)
    {
        lock (_gate)
        {
            if (_condemned.Contains(content))
            {
                return false;
            }

            _readers[content] = _readers.GetValueOrDefault(content) + 1;
            return true;
        }
    }

    /// <summary>True when this was the last reader of a content whose space is waited for.</summary>
    public bool Unpin(long content)
    {
        lock (_gate)
        {
            if (--_readers[content] > 0)
            {
                return false;
            }

            _readers.Remove(content);
            return _awaited.Remove(content);
        }
    }

    /// <summary>Bars new readers; false while there are some.</summary>
    public bool TryCondemn(long content)
    {
        lock (_gate)
        {
            if (_readers.ContainsKey(content))
            {
                _awaited.Add(content);
                return false;
            }

            return _condemned.Add(content);
        }
    }

    /// <summary>The content's rows are gone, so that nobody can ask for it; or giving its space back has failed for now.</summary>
    public void Forget(long content)
    {
        lock (_gate)
        {
            _condemned.Remove(content);
        }
    }
}
