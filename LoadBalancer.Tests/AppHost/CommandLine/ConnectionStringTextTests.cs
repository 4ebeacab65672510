using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class ConnectionStringTextTests
{
    [Theory]
    [InlineData("host:1", "host:1")]
    [InlineData("host:1,password=a b,ssl=true", "host:1,password=*****,ssl=true")]
    [InlineData("host:1,Password = x", "host:1,Password =*****")]
    [InlineData("!/run/redis.sock,password=", "!/run/redis.sock,password=*****")]
    public void WithoutPassword_AnyConnectionString_HidesThePasswordOnly(string given, string shown)
    {
        Assert.Equal(shown, ConnectionStringText.WithoutPassword(given));
    }
}
