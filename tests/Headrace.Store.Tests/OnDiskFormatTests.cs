using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Store.Contents;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

/// <summary>What is on disk is read by later versions: these bytes never change. A new form gets a new format version, and a way to read the old.</summary>
public sealed class OnDiskFormatTests
{
    private const string Schema1 = "5E47CB945F42CCD5";

    [Fact]
    public void Pieces() => Assert.Equal(
        "01" + "01" + "05" + "00" + "0A" + "02" + "818080808020" + "8020" + "AC02" + "03" + "828080808020" + "00" + "80808080C002",
        Convert.ToHexString(PieceList.Encode(
        [
            new Piece(PieceKind.Body, 5, 0, 10), new Piece(PieceKind.Shared, (1L << 40) | 1, 4096, 300), new Piece(PieceKind.Own, (1L << 40) | 2, 0, 5L << 34),
        ])));

    [Fact]
    public void Pieces_are_read_as_they_were_written()
    {
        var piece = from kind in Gen.Elements(PieceKind.Body, PieceKind.Shared, PieceKind.Own)
                    from number in ArbMap.Default.GeneratorFor<NonNegativeInt>()
                    from start in ArbMap.Default.GeneratorFor<NonNegativeInt>()
                    from shift in Gen.Choose(0, 31)
                    select new Piece(kind, (long)number.Get << shift, (long)start.Get << shift, long.MaxValue >> shift);
        Prop.ForAll(Arb.From(piece.ArrayOf()), pieces => PieceList.Decode(PieceList.Encode(pieces)).SequenceEqual(pieces)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0104050000")]
    [InlineData("010105")]
    [InlineData("0101050080")]
    [InlineData("0101FFFFFFFFFFFFFFFFFFFF010000")]
    public void Damaged_pieces_are_refused(string hex) => Assert.Throws<InvalidDataException>(() => PieceList.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void Metadata()
    {
        var metadata = StoredMetadata.From(StoreUnderTest.Put("k") with
        {
            Headers = new ObjectHeaders("a", "b", "c", "d", "e", "f", "g"),
            UserMetadata = new Dictionary<string, string> { ["h"] = "i" },
            Tags = [new("j", "k")],
            StorageClass = "GLACIER",
            Checksum = new ObjectChecksum("CRC32", "l", "FULL_OBJECT"),
        }) with
        {
            Documents = new() { ["acl"] = "m" },
            Parts = [new StoredPart { Number = 1, Size = 2 }, new StoredPart { Number = 3, Size = 4, Checksum = ["SHA1", "n", "COMPOSITE"] }],
            Upload = 5,
            ChecksumAsked = ["CRC32", "COMPOSITE"],
        };

        const string json = """
            {"ct":"a","cc":"b","cd":"c","ce":"d","cl":"e","ex":"f","wr":"g","um":{"h":"i"},"tg":["j","k"],"sc":"GLACIER","cs":["CRC32","l","FULL_OBJECT"],"dc":{"acl":"m"},"pt":[{"n":1,"s":2},{"n":3,"s":4,"c":["SHA1","n","COMPOSITE"]}],"up":5,"ca":["CRC32","COMPOSITE"]}
            """;
        Assert.Equal(json, Encoding.UTF8.GetString(metadata.Encode()!));
        Assert.Equal(json, Encoding.UTF8.GetString(StoredMetadata.Decode(metadata.Encode()).Encode()!));
        Assert.Null(StoredMetadata.From(StoreUnderTest.Put("k")).Encode());
    }

    [Fact]
    public void Sealed_ids()
    {
        var ids = new SealedIds(new byte[32], (byte)'v');
        Assert.Equal("v1IEJ0oXXmFVL8qTuiXzUjtt1UvudDwr", ids.Seal(0x0000010000000001));
        Assert.Equal(0x0000010000000001, ids.Open(ids.Seal(0x0000010000000001)));
        Assert.Null(new SealedIds(new byte[32], (byte)'u').Open(ids.Seal(1)));
        Prop.ForAll<long>(number => ids.Open(ids.Seal(number)) == number).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Tables()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var schema = test.Ledger.Read(connection =>
        {
            using var statement = connection.Prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
            var text = new StringBuilder();
            while (statement.Step())
            {
                text.AppendLine(statement.Text(0));
            }

            return text.ToString();
        });

        // Changed on purpose? Then StoreSchema.Version goes up, and Open learns to bring an older store along.
        Assert.Equal(Schema1, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..16]);
    }
}
