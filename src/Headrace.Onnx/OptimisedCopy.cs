using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using Headrace.Onnx.Native;

namespace Headrace.Onnx;

/// <summary>
/// The saved optimised form of a model: ONNX Runtime's own format, which is used where it lies (weights are not read, parsed or copied), followed by a seal that says what
/// it was made of. The seal is part of the same file, so the two change together.
/// </summary>
internal sealed unsafe class OptimisedCopy(string model, string copy, OnnxOptions options)
{
    private const int Samples = 64;
    private const int SampleLength = 4096;
    private const int SealLength = 40;

    private static ReadOnlySpan<byte> Magic => "HRONNX01"u8;

    public OnnxModel Open()
    {
        byte[] seal;
        using (var file = new MappedFile(model))
        {
            seal = Seal(file);
        }

        return TryOpenCopy(seal) ?? OpenAndSave(seal);
    }

    private OnnxModel? TryOpenCopy(byte[] seal)
    {
        if (!File.Exists(copy))
        {
            return null;
        }

        MappedFile? file = null;
        Session session;
        try
        {
            file = new MappedFile(copy);
            if (file.Length <= SealLength || !file.Slice(file.Length - SealLength, SealLength).SequenceEqual(seal))
            {
                file.Dispose();
                return null;
            }

            // It has been optimised when it was saved: once more would only cost.
            using var sessionOptions = new SessionOptions(options);
            sessionOptions.Optimise(OnnxOptimisation.None);
            sessionOptions.Configure("session.load_model_format", "ORT");
            sessionOptions.Configure("session.use_ort_model_bytes_directly", "1");
            sessionOptions.Configure("session.use_ort_model_bytes_for_initializers", "1");
            session = Session.Create(file.Start, (nuint)(file.Length - SealLength), sessionOptions.Pointer, file);
        }
        catch (OnnxException)
        {
            // Damaged, or gone meanwhile: the model itself is still there, and a new copy takes this one's place.
            file?.Dispose();
            return null;
        }

        return OnnxModel.Wrap(session, fromOptimisedCopy: true);
    }

    private OnnxModel OpenAndSave(byte[] seal)
    {
        var fresh = $"{copy}.{Environment.ProcessId}-{Guid.NewGuid():N}.new";
        try
        {
            File.Create(fresh).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return OnnxModel.OpenPlain(model, options);
        }

        try
        {
            var opened = OnnxModel.OpenPlain(model, options, session =>
            {
                session.Configure("session.save_model_format", "ORT");
                session.SaveOptimised(fresh);
            });
            Keep(fresh, seal);
            return opened;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private void Keep(string fresh, byte[] seal)
    {
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Append))
            {
                stream.Write(seal);
            }

            File.Move(fresh, copy, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The copy is a gain for later, not a condition for now.
        }
    }

    /// <summary>What the copy depends on. Content is sampled: weights that were trained anew differ everywhere.</summary>
    private byte[] Seal(MappedFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var facts = string.Create(CultureInfo.InvariantCulture, $"{OrtApi.Version} {options.Optimisation} {Processor()} {file.Length} ")
            + string.Join(' ', options.FixedDimensions.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"))
            + string.Join(' ', options.Configuration.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));
        hash.AppendData(Encoding.UTF8.GetBytes(facts));
        if (file.Length <= Samples * SampleLength)
        {
            hash.AppendData(file.Slice(0, (int)file.Length));
        }
        else
        {
            for (var i = 0; i < Samples; i++)
            {
                hash.AppendData(file.Slice((file.Length - SampleLength) * i / (Samples - 1), SampleLength));
            }
        }

        var seal = new byte[SealLength];
        Magic.CopyTo(seal);
        hash.GetHashAndReset(seal.AsSpan(Magic.Length));
        return seal;
    }

    /// <summary>
    /// What the library chooses its code by: the processor's own list of what it can do. Not what .NET can do with it, which is a matter of how the program was compiled.
    /// </summary>
    private static string Processor()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        var (_, _, first, second) = X86Base.CpuId(1, 0);
        var (_, third, fourth, fifth) = X86Base.CpuId(7, 0);
        return $"{first:x8}{second:x8}{third:x8}{fourth:x8}{fifth:x8}{X86Base.CpuId(7, 1).Eax:x8}";
    }
}
