using System.Collections.Immutable;
using LoadBalancer.AppHost.Readiness;

namespace LoadBalancer.Tests.AppHost.Readiness;

public sealed class ReadyNoticeTests
{
    private static readonly ImmutableArray<UserAddress> Addresses =
    [
        new("gateway", "http://localhost/", IsGateway: true), new("gateway-2", "http://localhost:81/", IsGateway: true),
        new("dashboard", "http://localhost:59987/", IsGateway: false),
    ];

    [Fact]
    public void Lines_WithoutATerminal_AreOne() => Assert.Equal(
        ["Ready: http://localhost/, http://localhost:81/, dashboard http://localhost:59987/ (gateway-2 can use 1 of 2 servers)"],
        ReadyNotice.Lines(Addresses, "gateway-2 can use 1 of 2 servers", width: null));

    [Fact]
    public void Lines_OnATerminal_AreABoxWithNextSteps()
    {
        string[] lines = [.. ReadyNotice.Lines(Addresses, "", width: 120)];

        Assert.Matches("^╭─ Ready ─+╮$", lines[0]);
        Assert.Matches("^╰─+╯$", lines[^1]);
        Assert.Single(lines.Select(line => line.Length).Distinct());
        Assert.Contains(lines, line => line.StartsWith("│ gateway-2       http://localhost:81/ ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("curl http://localhost/ ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("load --url http://localhost/ ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Ctrl+C", StringComparison.Ordinal));
    }

    [Fact]
    public void Starting_OfACluster_SaysWhatIsStarted() =>
        Assert.Equal("Starting 3 servers, 1 gateway and the dashboard …", ReadyNotice.Starting(servers: 3, gateways: 1));

    [Fact]
    public void Lines_OnANarrowTerminal_HaveNoFrameToBreak()
    {
        string[] lines = [.. ReadyNotice.Lines(Addresses, "gateway-2 can use 1 of 2 servers", width: 60)];

        Assert.Contains("Ready, but gateway-2 can use 1 of 2 servers", lines);
        Assert.DoesNotContain(lines, line => line.AsSpan().ContainsAny('│', '╭'));
        Assert.Contains(lines, line => line == "  dashboard       http://localhost:59987/");
    }
}
