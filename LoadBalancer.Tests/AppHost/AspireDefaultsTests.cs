using LoadBalancer.AppHost;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.AppHost;

public sealed class AspireDefaultsTests
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<int> _taken = [];

    [Fact]
    public void Arguments_NothingGiven_UseDevelopmentOverHttpAtTheDefaultAddress()
    {
        Assert.Equal(
            [
                "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
                "--DcpPublisher:WaitForResourceCleanup=true",
                "--ASPIRE_DASHBOARD_PERSISTENCE_MODE=None",
                "--environment=Development",
                "--ASPNETCORE_URLS=http://localhost:15888",
            ],
            Arguments());
    }

    [Theory]
    [InlineData("DOTNET_ENVIRONMENT")]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    public void Arguments_EnvironmentGiven_KeepsIt(string variable)
    {
        _variables[variable] = "Production";

        Assert.DoesNotContain(Arguments(), argument => argument.StartsWith("--environment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DOTNET_ENVIRONMENT")]
    [InlineData("ASPNETCORE_URLS")]
    public void Arguments_EmptyVariable_CountsAsNotSet(string variable)
    {
        _variables[variable] = "";

        Assert.Contains("--environment=Development", Arguments());
        Assert.Contains("--ASPNETCORE_URLS=http://localhost:15888", Arguments());
    }

    [Theory]
    [InlineData("http://localhost:9000")]
    [InlineData("http://localhost:9000;http://localhost:9001")]
    [InlineData("http://*:9000")]
    [InlineData("http://localhost:0")]
    public void Arguments_AddressGivenAndFree_KeepsIt(string address)
    {
        _variables["ASPNETCORE_URLS"] = address;

        Assert.Contains($"--ASPNETCORE_URLS={address}", Arguments());
    }

    [Fact]
    public void Arguments_DefaultAddressInUse_GivesAspireAFreePort()
    {
        _taken.Add(15888);

        Assert.Equal("--ASPNETCORE_URLS=", Arguments()[^1]);
    }

    [Fact]
    public void Arguments_DefaultAddressFromLaunchSettingsInUse_GivesAspireAFreePort()
    {
        _variables["ASPNETCORE_URLS"] = AspireDefaults.DashboardUrl;
        _taken.Add(15888);

        Assert.Equal("--ASPNETCORE_URLS=", Arguments()[^1]);
    }

    [Fact]
    public void Arguments_AddressGivenAndInUse_NamesPortVariableAndValue()
    {
        _variables["ASPNETCORE_URLS"] = "http://localhost:9000;http://localhost:9001";
        _taken.Add(9000);

        var failure = Assert.Throws<StartException>(Arguments);

        Assert.Equal(
            "Port 9000 of Aspire's dashboard (ASPNETCORE_URLS is 'http://localhost:9000;http://localhost:9001') is in use by another "
            + "process: stop that process, or choose another address.",
            failure.Message);
    }

    private string[] Arguments() =>
        [.. AspireDefaults.Arguments(_variables.GetValueOrDefault, port => _taken.Contains(port) ? PortState.Taken : PortState.Free)];
}
