using System.Diagnostics;
using Headrace.Vips;

namespace Headrace.Vision.Tests.Vips;

/// <summary>Alone in the process: what it counts belongs to the whole library.</summary>
[Collection(nameof(VipsMemoryTests))]
[CollectionDefinition(nameof(VipsMemoryTests), DisableParallelization = true)]
public sealed class VipsMemoryTests
{
    [Fact]
    public void Ten_thousand_small_images_leave_nothing_behind()
    {
        byte[][] inputs = [Images.Photograph(".png", 40, 30), Images.Photograph(".jpg", 40, 30), Images.Photograph(".webp", 40, 30)[..^20]];
        Work(inputs, 300);
        var (memory, allocations, resident) = (VipsLibrary.TrackedMemory, VipsLibrary.TrackedAllocations, Resident());

        Work(inputs, 10_000);

        Assert.Equal((memory, allocations), (VipsLibrary.TrackedMemory, VipsLibrary.TrackedAllocations));
        Assert.InRange(Resident() - resident, long.MinValue, 24L << 20);
    }

    private static void Work(byte[][] inputs, int count)
    {
        for (var number = 0; number < count; number++)
        {
            try
            {
                using var image = VipsImage.Open(inputs[number % inputs.Length]);
                using var small = image.Resize(8, 8, VipsKernel.Linear);
                small.Encode(".png");
            }
            catch (VipsException)
            {
                // The third input is damaged: failures must not leak either.
            }
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
