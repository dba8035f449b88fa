using System.Collections.Immutable;
using Headrace.Scenes.Hydrology;

namespace Headrace.Scenes.Terrain;

/// <summary>Everything about a site that does not change from picture to picture: view, ground, what stands on it, colours, regions of interest.</summary>
internal sealed class RiverSite
{
    /// <summary>Size in which candidates are looked at, and in which regions are found.</summary>
    private const int TrialWidth = 320, TrialHeight = 180;
    private const int MostTrials = 400;

    private RiverSite(Viewpoint view, RiverBed bed, GroundCover cover, GaugeBoard board, ImmutableArray<Stone> stones, ulong paletteSeed, ImmutableArray<ImmutableArray<(float X, float Y)>> regions)
    {
        (View, Bed, Cover, Board, Stones, PaletteSeed, Regions) = (view, bed, cover, board, stones, paletteSeed, regions);
    }

    public Viewpoint View { get; }

    public RiverBed Bed { get; }

    public GroundCover Cover { get; }

    public GaugeBoard Board { get; }

    public ImmutableArray<Stone> Stones { get; }

    public ulong PaletteSeed { get; }

    /// <summary>Corners as parts of the picture's width and height.</summary>
    public ImmutableArray<ImmutableArray<(float X, float Y)>> Regions { get; }

    /// <summary>The first candidate of the seed from which a stage can be read: its gauge board in view, water neither a puddle nor a sea, two regions that fill as it rises.</summary>
    public static RiverSite Create(ulong seed)
    {
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var dice = new Dice(Dice.Mix(seed, trial));
            var candidate = Draw(ref dice);
            if (candidate is not null)
            {
                return candidate;
            }
        }

        throw new InvalidOperationException($"No readable site for seed {seed}.");
    }

    /// <summary>The site's land in a size of picture, with a margin for a camera that shakes.</summary>
    public Relief BuildRelief(int width, int height, int margin)
    {
        var builder = new ReliefBuilder(View, Bed, Cover, (width, height), margin);
        builder.DrawGround();
        foreach (var stone in Stones)
        {
            UprightThings.DrawStone(builder, Bed, stone);
        }

        UprightThings.DrawBoard(builder, Board);
        return builder.Relief;
    }

    private static RiverSite? Draw(ref Dice dice)
    {
        var width = dice.Between(9, 34);
        var isFromBridge = dice.Chance(0.3f);
        var near = DrawBank(ref dice);
        var far = DrawBank(ref dice);
        float angle, offset, height;
        if (isFromBridge)
        {
            angle = MathF.PI / 2 * dice.Between(0.72f, 0.96f);
            offset = -width * dice.Between(0.35f, 0.65f);
            height = dice.Between(5, 8);
        }
        else
        {
            angle = MathF.PI / 2 * dice.Between(-0.62f, 0.62f);
            offset = near.Width + dice.Between(-1.5f, 2.5f);
            height = near.Top + dice.Between(1.6f, 3.6f);
        }

        var view = new Viewpoint(height, dice.Between(0.62f, 1.0f), dice.Chance(0.25f) ? dice.Between(-0.12f, 0.02f) : dice.Between(0.05f, 0.3f));
        var bed = new RiverBed(near, far, angle, offset, width, (dice.Between(0, 1.6f), dice.Between(50, 110), dice.Unit()));
        var cover = new GroundCover(dice.Between(1.2f, 3.4f), dice.Between(12, 46));
        if (PlaceBoard(view, bed, ref dice) is not { } board)
        {
            return null;
        }

        var stones = DrawStones(view, bed, cover, ref dice);
        var trial = new RiverSite(view, bed, cover, board, stones, dice.Next(), []);
        var relief = trial.BuildRelief(TrialWidth, TrialHeight, margin: 0);
        var wet = relief.Cells.Count(cell => cell.Elevation < 1.2f) / (float)relief.Cells.Length;
        return wet is > 0.2f and < 0.72f && RegionFinder.Find(relief) is { } regions
            ? new RiverSite(view, bed, cover, board, stones, trial.PaletteSeed, regions)
            : null;
    }

    private static Bank DrawBank(ref Dice dice)
    {
        var forest = dice.Chance(0.75f) ? dice.Between(0.5f, 14) : dice.Between(16, 45);
        return dice.Chance(0.12f)
            ? new Bank(dice.Between(2.5f, 5), 0, dice.Between(3.7f, 4.6f), 0.03f, forest, dice.Between(4, 12))
            : new Bank(dice.Between(0.16f, 0.5f), dice.Between(0, 1.6f), dice.Between(3.6f, 5), dice.Between(0.02f, 0.11f), forest, dice.Between(4, 13));
    }

    private static GaugeBoard? PlaceBoard(Viewpoint view, RiverBed bed, ref Dice dice)
    {
        for (var trial = 0; trial < 24; trial++)
        {
            var isNear = dice.Chance(0.5f);
            var (x, z) = bed.Place(isNear ? 0.4f : bed.Width - 0.4f, dice.Between(-14, 40));
            var width = dice.Between(0.2f, 0.3f);
            if (z < 5)
            {
                continue;
            }

            var column = 0.5f + (view.FocalX(1) * x / z);
            var (top, foot) = (RowOf(GaugeBoard.Top), RowOf((float)Hydrograph.LowestStage));
            if (column is > 0.08f and < 0.92f && top > 0.03f && foot < 0.93f && view.FocalX(1920) * width / z > 11)
            {
                return new GaugeBoard(x, z, width);
            }

            float RowOf(float elevation) => view.Horizon + (view.FocalY(1) * (view.Height - elevation) / z);
        }

        return null;
    }

    private static ImmutableArray<Stone> DrawStones(Viewpoint view, RiverBed bed, GroundCover cover, ref Dice dice)
    {
        var stones = new List<Stone>();
        var count = (int)(dice.Between(0, 1) * dice.Between(10, 160));
        for (var i = 0; i < count; i++)
        {
            var isNear = dice.Chance(0.5f);
            var outwards = dice.Between(-0.06f, 0.9f) * (isNear ? bed.Near : bed.Far).Width;
            var (x, z) = bed.Place(isNear ? -outwards : bed.Width + outwards, dice.Between(-40, 60));
            var radius = dice.Between(0.08f, 0.5f);
            stones.Add(new Stone(x, z, radius, radius * dice.Between(0.7f, 1.3f), Material.Stone, dice.Between(96, 160)));
        }

        var bushes = (int)(dice.Between(0, 1) * 46);
        for (var i = 0; i < bushes; i++)
        {
            var isNear = dice.Chance(0.5f);
            var bank = isNear ? bed.Near : bed.Far;
            var outwards = bank.Width * dice.Between(0.75f, 1.6f);
            var (x, z) = bed.Place(isNear ? -outwards : bed.Width + outwards, dice.Between(-40, 80));
            var radius = dice.Between(0.3f, 1.5f);
            stones.Add(new Stone(x, z, radius, radius * dice.Between(0.8f, 1.6f), Material.Foliage, dice.Between(84, 130)));
        }

        // Far ones first: near ones cover them. None so near that it fills the picture.
        return [.. stones.Where(stone => stone.Z > 4 + (6 * stone.Radius) && stone.Z < Viewpoint.Farthest).OrderByDescending(stone => stone.Z)];
    }
}
