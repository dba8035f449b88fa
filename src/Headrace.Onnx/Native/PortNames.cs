using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>Names of inputs or outputs, as C reads them, for as long as a model lives.</summary>
internal sealed unsafe class PortNames : SafeHandle
{
    private readonly Dictionary<string, int> _places;
    private readonly nint[] _pointers;

    public PortNames(IReadOnlyList<OnnxPort> ports)
        : base(0, ownsHandle: true)
    {
        var texts = ports.Select(port => OrtApi.Terminated(port.Name)).ToArray();
        var memory = (byte*)NativeMemory.Alloc((nuint)texts.Sum(text => text.Length) + 1);
        SetHandle((nint)memory);
        _pointers = new nint[texts.Length];
        _places = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i].CopyTo(new Span<byte>(memory, texts[i].Length));
            _pointers[i] = (nint)memory;
            _places[ports[i].Name] = i;
            memory += texts[i].Length;
        }
    }

    public ReadOnlySpan<nint> Pointers => _pointers;

    public override bool IsInvalid => handle == 0;

    /// <summary>Which it is; -1 when there is none of that name.</summary>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
