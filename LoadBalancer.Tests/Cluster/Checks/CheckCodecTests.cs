using CsCheck;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Tests.Contracts;

namespace LoadBalancer.Tests.Cluster.Checks;

public sealed class CheckCodecTests
{
    /// <summary>The format is a contract between builds.</summary>
    [Fact]
    public void Encode_ACheck_IsALineOfFields()
    {
        var check = CheckStoreContract.Check("a@1") with { Cause = "unexpected_status", Detail = "it returned\t503" };

        Assert.Equal(
            "1\t" + check.At.ToUnixTimeMilliseconds()
                + "\tgateway-1\tGET\thttp://a.test:8080/healthcheck\t503\tunexpected_status\t12345\tit returned 503",
            CheckCodec.Encode(check));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("1\t1\tg\tGET\thttp://a\t200\t\t5")]
    [InlineData("2\t1\tg\tGET\thttp://a\t200\t\t5\t")]
    [InlineData("1\t-1\tg\tGET\thttp://a\t200\t\t5\t")]
    [InlineData("1\t9223372036854775807\tg\tGET\thttp://a\t200\t\t5\t")]
    [InlineData("1\t1\tg\tGET\thttp://a\t200\t\t9223372036854775807\t")]
    [InlineData("1\t1\tg\tGET\thttp://a\tx\t\t5\t")]
    public void Decode_OfAnotherFormat_IsNone(string? text) => Assert.Null(CheckCodec.Decode(new("a@1"), text));

    [Fact]
    public void Decode_OfAnyText_DoesNotThrow() =>
        Gen.String.Select(Gen.String, (first, second) => $"1\t{first}\t{second}")
            .Sample(text => CheckCodec.Decode(new("a@1"), text) is null || text.Count(one => one == '\t') >= 8);

    [Fact]
    public void Decode_OfEncodedText_ReturnsItWithoutControlCharacters() =>
        Gen.String.Select(Gen.String[1, 20]).Sample((detail, url) =>
        {
            var check = CheckStoreContract.Check("a@1");
            check = check with { Probe = check.Probe with { Url = url }, Detail = detail };
            var read = CheckCodec.Decode(new("a@1"), CheckCodec.Encode(check))!;
            Assert.Equal(url.Length, read.Probe.Url.Length);
            Assert.Equal(detail.Length, read.Detail?.Length ?? 0);
            Assert.Equal(check with { Probe = read.Probe, Detail = read.Detail }, read);
        });
}
