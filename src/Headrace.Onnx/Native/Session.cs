using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>Owns a session, and what it reads as long as it lives: the file of its weights, the names of its inputs and outputs.</summary>
internal sealed unsafe class Session : SafeHandle
{
    private readonly List<IDisposable> _belongings = [];

    private Session(nint session, MappedFile? weights)
        : base(0, ownsHandle: true)
    {
        SetHandle(session);
        if (weights is not null)
        {
            _belongings.Add(weights);
        }
    }

    public nint Pointer => handle;

    public override bool IsInvalid => handle == 0;

    /// <param name="weights">A file that the bytes are part of and that the session goes on reading.</param>
    public static Session Create(byte* model, nuint length, nint options, MappedFile? weights)
    {
        nint session;
        OrtApi.Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)OrtApi.Function(OrtFunction.CreateSessionFromArray))(
            OrtEnvironment.Instance, model, length, options, &session));
        return new Session(session, weights);
    }

    /// <summary>Is disposed after the last run, whoever disposes the session meanwhile.</summary>
    public T Own<T>(T belonging)
        where T : IDisposable
    {
        _belongings.Add(belonging);
        return belonging;
    }

    /// <summary>Runs; outputs that are 0 are made by the library.</summary>
    public void Run(ReadOnlySpan<nint> inputNames, ReadOnlySpan<nint> inputs, ReadOnlySpan<nint> outputNames, Span<nint> outputs)
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            fixed (nint* inputNamesAt = inputNames, inputsAt = inputs, outputNamesAt = outputNames, outputsAt = outputs)
            {
                OrtApi.Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)OrtApi.Function(OrtFunction.Run))(
                    handle, 0, inputNamesAt, inputsAt, (nuint)inputs.Length, outputNamesAt, (nuint)outputs.Length, outputsAt));
            }
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(OrtFunction.ReleaseSession, handle);
        foreach (var belonging in _belongings)
        {
            belonging.Dispose();
        }

        return true;
    }
}
