namespace Headrace.Cli.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_held_until_it_is_given_back()
    {
        using (DataFolder.Open(_folder["data"]))
        {
            Assert.Throws<CommandException>(() => DataFolder.Open(_folder["data"]));
        }

        DataFolder.Open(_folder["data"]).Dispose();
    }

    [Fact]
    public void Every_folder_has_a_secret_of_its_own()
    {
        using var one = DataFolder.Open(_folder["one"]);
        using var other = DataFolder.Open(_folder["other"]);

        Assert.Equal(one.Credentials(), one.Credentials());
        Assert.Equal(one.Credentials(), DataFolder.ReadCredentials(_folder["one"]));
        Assert.NotEqual(one.Credentials().SecretAccessKey, other.Credentials().SecretAccessKey);
        Assert.Null(DataFolder.ReadCredentials(_folder["none"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000000000\n")]
    [InlineData("\nsecret\n")]
    public void A_damaged_secret_is_not_used(string content)
    {
        using var folder = DataFolder.Open(_folder["data"]);
        File.WriteAllText(_folder["data/credentials"], content);

        Assert.Contains("damaged", Assert.Throws<CommandException>(folder.Credentials).Message, StringComparison.Ordinal);
    }
}
