using CsCheck;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class ServerRulesTests
{
    private const string HealthPaths = "a path that begins with one '/', without a query, at most 256 printable ASCII characters";

    [Theory]
    [InlineData("a")]
    [InlineData("backend-1")]
    [InlineData("A.b_C-9")]
    [InlineData("...")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void CheckId_AllowedCharacters_Passes(string id) => Assert.Null(ServerRules.CheckId(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a#1")]
    [InlineData("a:80")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("ａ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void CheckId_AnythingElse_NamesValueAndRule(string? id)
    {
        var reason = ServerRules.CheckId(id);

        Assert.NotNull(reason);
        Assert.Contains($"'{id}'", reason, StringComparison.Ordinal);
        Assert.Contains("1 to 64 of a-z A-Z 0-9 . _ -, not . or ..", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_000, true)]
    [InlineData(0, false)]
    [InlineData(1_001, false)]
    [InlineData(-1, false)]
    [InlineData(int.MinValue, false)]
    public void CheckWeight_OneToThousand_Passes(int weight, bool allowed)
    {
        var reason = ServerRules.CheckWeight(weight);

        Assert.Equal(allowed ? null : $"The weight {weight} is not allowed: it must be 1 to 1000.", reason);
    }

    [Theory]
    [InlineData("tcp", true)]
    [InlineData("/", true)]
    [InlineData("/ready/full", true)]
    [InlineData("/ready?full=1", false)]
    [InlineData("//evil/x", false)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("TCP", false)]
    [InlineData("ready", false)]
    [InlineData("/a b", false)]
    [InlineData("/a#b", false)]
    [InlineData("/a\r\nHost: x", false)]
    [InlineData("/é", false)]
    public void CheckHealthCheck_TcpOrAPath_Passes(string? check, bool allowed) => Assert.Equal(
        allowed ? null : $"The health check '{check}' is not allowed: it must be tcp, or {HealthPaths}.",
        ServerRules.CheckHealthCheck(check));

    [Theory]
    [InlineData("1.2.3+0f1e2d3c", true)]
    [InlineData("main, built on Monday", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("1.0\r\n", false)]
    [InlineData("1.0–rc", false)]
    public void CheckBuild_PrintableAscii_Passes(string? build, bool allowed) => Assert.Equal(
        allowed ? null : $"The build '{build}' is not allowed: it must be 1 to 128 printable ASCII characters.",
        ServerRules.CheckBuild(build));

    [Fact]
    public void CheckBuild_OfItsMaximumLength_Passes()
    {
        Assert.Null(ServerRules.CheckBuild(new('1', ServerRules.MaxBuildLength)));
        Assert.NotNull(ServerRules.CheckBuild(new('1', ServerRules.MaxBuildLength + 1)));
    }

    [Theory]
    [InlineData("/healthcheck", true)]
    [InlineData("tcp", false)]
    [InlineData("/x?y=1", false)]
    [InlineData("//evil/x", false)]
    public void CheckHealthPath_APathAlone_Passes(string path, bool allowed) => Assert.Equal(
        allowed ? null : $"'{path}' is not allowed: it must be {HealthPaths}.",
        ServerRules.CheckHealthPath(path));

    [Theory]
    [InlineData("http://a", "http://a")]
    [InlineData("http://a/", "http://a")]
    [InlineData("HTTP://A:8080/Base//", "http://a:8080/Base")]
    [InlineData("https://a.example/base/", "https://a.example/base")]
    [InlineData("http://127.0.0.1:41001", "http://127.0.0.1:41001")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080")]
    [InlineData("http://a:80/", "http://a:80")]
    [InlineData("https://a:443", "https://a:443")]
    [InlineData("http://[::1]:80", "http://[::1]:80")]
    [InlineData("http://[::1]", "http://[::1]")]
    [InlineData("http://a:", "http://a")]
    [InlineData("http://a/b:80", "http://a/b:80")]
    public void CheckUrl_Allowed_IsRecordedInOneForm(string url, string recorded)
    {
        Assert.Null(ServerRules.CheckUrl(url, out var normalized));
        Assert.Equal(recorded, normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/a")]
    [InlineData("//a")]
    [InlineData("ftp://a")]
    [InlineData("http://")]
    [InlineData("http:///a")]
    [InlineData("http://a:0")]
    [InlineData("http://a:65536")]
    [InlineData("http://user@a")]
    [InlineData("http://user:password@a")]
    [InlineData("http://a?q")]
    [InlineData("http://a/?")]
    [InlineData("http://a#f")]
    [InlineData("http://a b")]
    [InlineData("unix:/run/a")]
    public void CheckUrl_AnythingElse_NamesValueAndRule(string? url)
    {
        var reason = ServerRules.CheckUrl(url, out var normalized);

        Assert.NotNull(reason);
        Assert.Contains($"'{url}'", reason, StringComparison.Ordinal);
        Assert.Contains("absolute, http or https", reason, StringComparison.Ordinal);
        Assert.Equal("", normalized);
    }

    [Theory]
    [InlineData(2_048, true)]
    [InlineData(2_049, false)]
    public void CheckUrl_Length_IsBounded(int length, bool allowed) =>
        Assert.Equal(allowed, ServerRules.CheckUrl("http://a/".PadRight(length, 'x'), out _) is null);

    /// <summary>Escaping makes the recorded form longer than the given URL.</summary>
    [Fact]
    public void CheckUrl_RecordedFormTooLong_IsRejected() =>
        Assert.NotNull(ServerRules.CheckUrl("http://a/".PadRight(1_000, '鍵'), out _));

    [Fact]
    public void CheckUrl_RecordedForm_IsRecordedAsItIs() =>
        Gen.Select(
            Gen.OneOf("http://", "https://", "HTTP:\\\\", "http:/"),
            Gen.String[Gen.Char["aB:80/.[]\\%é ~"], 0, 12],
            (scheme, rest) => scheme + rest)
            .Sample(url =>
            {
                if (ServerRules.CheckUrl(url, out var recorded) is null)
                {
                    Assert.Null(ServerRules.CheckUrl(recorded, out var again));
                    Assert.Equal(recorded, again);
                }
            });

    [Fact]
    public void CheckUrl_LongNonsense_IsQuotedShortened()
    {
        var reason = ServerRules.CheckUrl(new string('x', 10_000), out _);

        Assert.InRange(reason!.Length, 100, 300);
    }
}
