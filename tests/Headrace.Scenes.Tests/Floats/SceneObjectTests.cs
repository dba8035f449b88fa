using Headrace.Scenes.Fleet;
using Headrace.Scenes.Floats;
using Headrace.Scenes.Rendering;

namespace Headrace.Scenes.Tests.Floats;

public sealed class SceneObjectTests
{
    private const int Width = 960, Height = 540;

    private static readonly DateTime _noon = new(2025, 6, 12, 13, 0, 0);

    [Fact]
    public void Objects_come_only_when_asked_for()
    {
        var site = CameraFleet.Create(1, 21)[0];
        Assert.Empty(CameraScene.Render(site, site.AtLocal(_noon), 1, Width, Height).Objects);
    }

    [Fact]
    public void All_three_kinds_appear_in_boxes_inside_the_picture()
    {
        var objects = CameraFleet.Create(40, 21).SelectMany(site => CameraScene.Render(site, site.AtLocal(_noon), 1, Width, Height, withObjects: true).Objects).ToList();

        Assert.Equal(["boat", "debris", "person"], objects.Select(found => found.Label).Distinct().Order(StringComparer.Ordinal));
        Assert.All(objects, found => Assert.True(
            found.Box.X >= 0 && found.Box.Y >= 0 && found.Box.Width > 0 && found.Box.Height > 0 && found.Box.X + found.Box.Width <= Width && found.Box.Y + found.Box.Height <= Height, $"{found}"));
    }

    [Fact]
    public void What_changes_the_picture_lies_in_the_boxes_and_their_reflections()
    {
        foreach (var site in CameraFleet.Create(12, 22))
        {
            var scene = new CameraScene(site, Width, Height);
            var (without, with) = (scene.Render(site.AtLocal(_noon), 1), scene.Render(site.AtLocal(_noon), 1, withObjects: true));
            var inBoxes = new bool[Width * Height];
            foreach (var box in with.Objects.Select(found => found.Box))
            {
                for (var y = box.Y; y < Math.Min(Height, box.Y + (2 * box.Height) + 2); y++)
                {
                    inBoxes.AsSpan((y * Width) + box.X, box.Width).Fill(true);
                }

                var changed = Enumerable.Range(box.Y, box.Height).Sum(y => Enumerable.Range(box.X, box.Width).Count(x => Pixel(with, x, y) != Pixel(without, x, y)));
                Assert.True(changed > 0.1 * box.Width * box.Height, $"{site.Id}: {box}");
            }

            Assert.All(Enumerable.Range(0, Width * Height), at => Assert.True(inBoxes[at] || Pixel(with, at % Width, at / Width) == Pixel(without, at % Width, at / Width)));
        }
    }

    [Fact]
    public void A_boat_is_no_water()
    {
        var seen = 0;
        foreach (var site in CameraFleet.Create(20, 23))
        {
            var scene = new CameraScene(site, Width, Height);
            var (without, with) = (scene.Render(site.AtLocal(_noon), 1), scene.Render(site.AtLocal(_noon), 1, withObjects: true));
            foreach (var boat in with.Objects.Where(found => found.Label == SceneObject.Boat))
            {
                seen++;
                Assert.True(Wet(with, boat.Box) < Wet(without, boat.Box), $"{site.Id} {boat}");
            }
        }

        Assert.True(seen > 5, $"{seen} boats");
    }

    private static int Wet(CameraFrame frame, PixelBox box) =>
        Enumerable.Range(box.Y, box.Height).Sum(y => frame.WaterMask.AsSpan((y * Width) + box.X, box.Width).Count((byte)255));

    private static (byte, byte, byte) Pixel(CameraFrame frame, int x, int y)
    {
        var at = ((y * Width) + x) * 3;
        return (frame.Rgb[at], frame.Rgb[at + 1], frame.Rgb[at + 2]);
    }
}
