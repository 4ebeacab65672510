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
    public void Check_KnownSection_ReportsNoProblem(string key)
    {
        Assert.Empty(ConfigurationSections.Check([key]));
    }

    [Theory]
    [InlineData("--Gatway:HashKey", "Gatway", " (did you mean Gateway?)")]
    [InlineData("Gatway:HashKey", "Gatway", " (did you mean Gateway?)")]
    [InlineData("--Gateways:HashKey", "Gateways", " (did you mean Gateway?)")]
    [InlineData("-Gateway:HashKey", "-Gateway", " (did you mean Gateway?)")]
    [InlineData("--registy:Cluster", "registy", " (did you mean Registry?)")]
    [InlineData("--Proxy:HashKey", "Proxy", "")]
    [InlineData("--:HashKey", "", "")]
    public void Check_UnknownSection_NamesItAndTheKnownOnes(string key, string section, string hint)
    {
        var problem = Assert.Single(ConfigurationSections.Check([key]));

        Assert.StartsWith(
            $"Unknown section '{section}' in {key}{hint}. Known sections: Gateway, Dashboard, ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("Gatway__HashKey", "Warning: environment variable Gatway__HashKey is not used; did you mean Gateway__HashKey?")]
    [InlineData(
        "GATEWYA__Health__Path",
        "Warning: environment variable GATEWYA__Health__Path is not used; did you mean Gateway__Health__Path?")]
    [InlineData("Gateway__HashKey", null)]
    [InlineData("GATEWAY__HASHKEY", null)]
    [InlineData("Gatway", null)]
    [InlineData("Company__Product", null)]
    [InlineData("__CF_USER", null)]
    public void CheckVariables_MisspelledSection_ReturnsAWarning(string variable, string? warning)
    {
        Assert.Equal(warning, ConfigurationSections.CheckVariables([variable]).SingleOrDefault());
    }

    [Fact]
    public void Check_SeveralKeys_ReportsAProblemForEachUnknownOne()
    {
        Assert.Equal(2, ConfigurationSections.Check(["--Gatway:A", "--Gateway:B", "--Registy:C"]).Count());
    }
}
