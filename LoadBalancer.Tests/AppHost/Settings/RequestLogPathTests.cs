using LoadBalancer.AppHost.Settings;

namespace LoadBalancer.Tests.AppHost.Settings;

public sealed class RequestLogPathTests
{
    [Theory]
    [InlineData("logs/requests.log")]
    [InlineData("/var/log/requests")]
    [InlineData("/dev/stdout")]
    [InlineData("")]
    public void Of_FirstGateway_IsThePathUnchanged(string path)
    {
        Assert.Equal(path, RequestLogPath.Of(path, "gateway", isFirst: true));
    }

    [Theory]
    [InlineData("logs/requests.log", "logs/requests.gateway-2.log")]
    [InlineData("/var/log/requests", "/var/log/requests.gateway-2")]
    [InlineData("/var/log.d/requests.json.log", "/var/log.d/requests.json.gateway-2.log")]
    [InlineData("/dev/stdout", "/dev/stdout")]
    [InlineData("", "")]
    public void Of_AnotherGateway_HasItsOwnFile(string path, string own)
    {
        Assert.Equal(own, RequestLogPath.Of(path, "gateway-2", isFirst: false));
    }
}
