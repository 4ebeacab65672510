using LoadBalancer.AppHost;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost;

public sealed class AspireAddressesTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "")]
    [InlineData("ASPNETCORE_URLS", "http://*:9000")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:9000;https://localhost:9001")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:4317")]
    public void Check_Address_IsAccepted(string key, string value) => Assert.Null(Record.Exception(() => Check(key, value)));

    [Theory]
    [InlineData("ASPNETCORE_URLS", "rubbish")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:9000;rubbish")]
    [InlineData("ASPNETCORE_URLS", "ftp://localhost")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:99999")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "rubbish")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "localhost:4318")]
    [InlineData("DOTNET_RESOURCE_SERVICE_ENDPOINT_URL", "/path")]
    public void Check_InvalidAddress_NamesVariableAndValue(string key, string value)
    {
        var failure = Assert.Throws<StartException>(() => Check(key, value));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.Equal($"{key} is '{value}'; it must be an address such as http://localhost:15888.", failure.Message);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "https://localhost:9000")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:9000;HTTPS://localhost:9001")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "https://localhost:4317")]
    public void EnsureUsable_HttpsWithoutACertificate_NamesVariableAndRemedy(string key, string value)
    {
        var failure = Assert.Throws<StartException>(() => EnsureUsable(hasCertificate: false, (key, value)));

        Assert.Equal(ExitCode.Environment, failure.Code);
        Assert.Equal(
            $"{key} is '{value}', but there is no developer certificate: create one with dotnet dev-certs "
            + "https --trust, or use an http address.",
            failure.Message);
    }

    [Fact]
    public void EnsureUsable_HttpsWithACertificate_IsAccepted() => Assert.Null(Record.Exception(() => EnsureUsable(
        hasCertificate: true, ("ASPNETCORE_URLS", "https://localhost:9000"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "https://localhost:4318"))));

    [Fact]
    public void EnsureUsable_HttpWithoutACertificate_IsAccepted() => Assert.Null(Record.Exception(() => EnsureUsable(
        hasCertificate: false, (
            "ASPNETCORE_URLS", "http://localhost:9000"), ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:0"))));

    [Theory]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")]
    [InlineData("DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL")]
    [InlineData("DOTNET_RESOURCE_SERVICE_ENDPOINT_URL")]
    public void EnsureUsable_ServicePortInUse_NamesPortVariableAndValue(string key)
    {
        var failure = Assert.Throws<StartException>(() => EnsureUsable(hasCertificate: false, (key, "http://localhost:4317")));

        Assert.Equal(ExitCode.Environment, failure.Code);
        Assert.Equal(
            $"Cannot listen on port 4317 of {key} ('http://localhost:4317'): stop the process that "
            + "uses it, or choose another address.", failure.Message);
    }

    private static void EnsureUsable(bool hasCertificate, params (string Key, string Value)[] settings) =>
        new AspireAddresses(port => port == 4317 ? PortState.Taken : PortState.Free, () => hasCertificate).EnsureUsable(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
                .Build());

    private static void Check(string key, string value) =>
        AspireAddresses.Check(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
}
