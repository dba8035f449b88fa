namespace Headrace.Identity.Tests;

public sealed class TrustPolicyTests
{
    private const string Lambda = "lambda.amazonaws.com";

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com","lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"sts:AssumeRole"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:TagSession"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*"},{"Effect":"Deny","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", false)]
    public void A_service_may_assume_what_names_it_and_nothing_denies(string document, bool allowed) => Assert.Equal(allowed, TrustPolicy.AllowsService(document, Lambda));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""")]
    public void What_names_nobody_is_no_trust_policy(string document) => Assert.False(TrustPolicy.IsValid(document));
}
