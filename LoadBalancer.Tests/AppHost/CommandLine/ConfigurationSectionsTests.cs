using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class ConfigurationSectionsTests
{
    [Theory]
    [InlineData("--Gateway:HashKey")]
    [InlineData("--gateway:hashkey:0")]
    [InlineData("Dashboard:ApiKey")]
    [InlineData("--Registry:Cluster")]
    [InlineData("--Telemetry:Tracing:PerSecond")]
    [InlineData("--Backend:PostLog")]
    [InlineData("--Registration:Weight")]
    [InlineData("DcpPublisher:RandomizePorts")]
    [InlineData("/AppHost:Operation")]
    [InlineData("--Parameters:dashboard-key")]
    [InlineData("--ConnectionStrings:redis")]
    [InlineData("--Logging:LogLevel:Default")]
    [InlineData("--Publishing:Publisher")]
    [InlineData("--Pipeline:Step")]
    [InlineData("--Azure:Location")]
    [InlineData("--ASPIRE_DASHBOARD:X")]
    public void Check_KnownSection_IsNoProblem(string key)
    {
        Assert.Empty(ConfigurationSections.Check([key]));
    }

    [Theory]
    [InlineData("--Gatway:HashKey", "Gatway")]
    [InlineData("Gatway:HashKey", "Gatway")]
    [InlineData("--Gateways:HashKey", "Gateways")]
    [InlineData("-Gateway:HashKey", "-Gateway")]
    [InlineData("--:HashKey", "")]
    public void Check_UnknownSection_NamesItAndThoseThatAreKnown(string key, string section)
    {
        var problem = Assert.Single(ConfigurationSections.Check([key]));

        Assert.StartsWith($"Unknown section '{section}' in {key}; known are Gateway, Dashboard, ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Check_SeveralKeys_HasAProblemForEachThatIsUnknown()
    {
        Assert.Equal(2, ConfigurationSections.Check(["--Gatway:A", "--Gateway:B", "--Registy:C"]).Count());
    }
}
