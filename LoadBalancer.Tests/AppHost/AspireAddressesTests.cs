using LoadBalancer.AppHost;
using LoadBalancer.AppHost.Exits;
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
    public void Check_NoAddress_NamesVariableAndValue(string key, string value)
    {
        var failure = Assert.Throws<StartException>(() => Check(key, value));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.Equal($"{key} is '{value}'; allowed is an address such as http://localhost:15888.", failure.Message);
    }

    private static void Check(string key, string value) =>
        AspireAddresses.Check(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
}
