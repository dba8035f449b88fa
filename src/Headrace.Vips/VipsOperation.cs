using Headrace.Vips.Native;

namespace Headrace.Vips;

/// <summary>One operation by its libvips name: set its inputs, build, take its outputs. https://www.libvips.org/API/current/</summary>
/// <remarks>A property that the operation does not have is an error, not a warning on the console.</remarks>
public sealed unsafe class VipsOperation : IDisposable
{
    private readonly string name;
    private nint operation;
    private PinnedBytes? source;
    private bool hasOutputs;

    /// <exception cref="VipsException">There is no such operation, or it is blocked.</exception>
    public VipsOperation(string name)
    {
        VipsLibrary.EnsureStarted();
        this.name = name;
        operation = VipsNative.NewOperation(name);
        if (operation == 0)
        {
            throw VipsLibrary.TakeError($"{name}: no such operation");
        }
    }

    /// <summary>Also sets an enumeration, by its number.</summary>
    public VipsOperation Set(string property, int number)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, GValue.Int);
        VipsNative.SetInt(ref value, number);
        return Assign(property, ref value);
    }

    public VipsOperation Set(string property, bool boolean)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, GValue.Boolean);
        VipsNative.SetBoolean(ref value, boolean ? 1 : 0);
        return Assign(property, ref value);
    }

    public VipsOperation Set(string property, double number)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, GValue.Double);
        VipsNative.SetDouble(ref value, number);
        return Assign(property, ref value);
    }

    public VipsOperation Set(string property, ReadOnlySpan<double> numbers)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, VipsNative.DoubleArrayType());
        fixed (double* pointer = numbers)
        {
            var array = VipsNative.NewDoubleArray(pointer, numbers.Length);
            VipsNative.SetBoxed(ref value, array);
            VipsNative.UnreferenceArea(array);
        }

        return Assign(property, ref value);
    }

    public VipsOperation Set(string property, VipsImage image)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, VipsNative.ImageType());
        VipsNative.SetObject(ref value, image.Handle.DangerousGetHandle());
        Keep(image.Source);
        Assign(property, ref value);
        GC.KeepAlive(image);
        return this;
    }

    /// <summary>The bytes are not copied: every image that comes out of this operation keeps them pinned.</summary>
    internal VipsOperation Set(string property, PinnedBytes bytes)
    {
        GValue value = default;
        VipsNative.InitValue(ref value, VipsNative.BlobType());
        var blob = VipsNative.NewBlob(0, bytes.Pointer, bytes.Length);
        VipsNative.SetBoxed(ref value, blob);
        VipsNative.UnreferenceArea(blob);
        Keep(bytes);
        return Assign(property, ref value);
    }

    /// <exception cref="VipsException">In libvips' words.</exception>
    public VipsOperation Build()
    {
        hasOutputs = true; // a failed build may have left some, too
        return VipsNative.Build(ref operation) == 0 ? this : throw VipsLibrary.TakeError($"{name} failed");
    }

    public VipsImage GetImage(string property = "out")
    {
        GValue value = default;
        VipsNative.InitValue(ref value, VipsNative.ImageType());
        VipsNative.GetProperty(operation, property, ref value);
        var image = VipsNative.DuplicateObject(value);
        VipsNative.UnsetValue(ref value);
        return new VipsImage(new ObjectHandle(image), source);
    }

    /// <summary>A copy of a blob: an encoded image.</summary>
    public byte[] GetBytes(string property = "buffer")
    {
        GValue value = default;
        VipsNative.InitValue(ref value, VipsNative.BlobType());
        VipsNative.GetProperty(operation, property, ref value);
        var blob = VipsNative.DuplicateBoxed(value);
        VipsNative.UnsetValue(ref value);
        var data = VipsNative.GetBlob(blob, out var length);
        var bytes = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        VipsNative.UnreferenceArea(blob);
        return bytes;
    }

    private VipsOperation Assign(string property, ref GValue value)
    {
        // The first word of every GObject points to its class.
        var exists = VipsNative.FindProperty(*(nint*)operation, property) != 0;
        if (exists)
        {
            VipsNative.SetProperty(operation, property, value);
        }

        VipsNative.UnsetValue(ref value);
        return exists ? this : throw new VipsException($"{name} has no property {property}");
    }

    private void Keep(PinnedBytes? bytes) => source ??= bytes;

    public void Dispose()
    {
        if (operation == 0)
        {
            return;
        }

        if (hasOutputs)
        {
            VipsNative.UnreferenceOutputs(operation);
        }

        VipsNative.Unreference(operation);
        operation = 0;
    }
}
