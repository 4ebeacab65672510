using LoadBalancer.ServiceDefaults.Hosting;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.ServiceDefaults;

public sealed class HealthcheckCommandTests
{
    [Theory]
    [InlineData("http://*:80", null, "http://127.0.0.1/healthcheck")]
    [InlineData("http://+:8080;https://+:8443", "9090", "http://127.0.0.1:8080/healthcheck")]
    [InlineData("https://0.0.0.0:8443; http://[::]:8080", null, "http://127.0.0.1:8080/healthcheck")]
    [InlineData("https://*:8443", null, "https://127.0.0.1:8443/healthcheck")]
    [InlineData("http://10.1.2.3:5000", null, "http://10.1.2.3:5000/healthcheck")]
    [InlineData("", "8080;8081", "http://127.0.0.1:8080/healthcheck")]
    [InlineData(null, "", null)]
    public void AddressOf_Settings_IsWhereTheProcessListens(string? urls, string? ports, string? expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["urls"] = urls, ["http_ports"] = ports })
            .Build();

        Assert.Equal(expected, HealthcheckCommand.AddressOf(configuration)?.ToString());
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task RunAsync_Status_DeterminesTheExitCode(int status, int expected)
    {
        await using var server = await HttpTestServer.StartAsync("s", context =>
        {
            context.Response.StatusCode = context.Request.Path == "/healthcheck" ? status : 404;
            return Task.CompletedTask;
        });

        Assert.Equal(expected, await HealthcheckCommand.RunAsync(["--healthcheck", $"{server.Url}/healthcheck"]));
    }

    [Fact]
    public async Task RunAsync_NothingListens_IsUnhealthy()
    {
        using var dead = new DeadPort();

        Assert.Equal(1, await HealthcheckCommand.RunAsync(["--healthcheck", dead.Url]));
    }

    [Theory]
    [InlineData("--healthcheck", "localhost")]
    [InlineData("--healthcheck", "ftp://localhost/")]
    [InlineData("--healthcheck", "http://localhost/", "more")]
    public async Task RunAsync_OtherArguments_AreRejected(params string[] arguments)
    {
        Assert.Equal(2, await HealthcheckCommand.RunAsync(arguments));
    }

    [Theory]
    [InlineData(true, "--healthcheck")]
    [InlineData(false)]
    [InlineData(false, "--urls", "--healthcheck")]
    public void IsAskedFor_Arguments_OnlyAsTheFirst(bool expected, params string[] arguments)
    {
        Assert.Equal(expected, HealthcheckCommand.IsAskedFor(arguments));
    }
}
