using System.Net;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Aspire.Hosting.Control;

public sealed class ControlApiTests
{
    private static readonly OrchestratorReport Report = new("machine/1", Kept: 2, Most: 5, Count: null);

    private readonly LoadBalancerDashboardProjectResource _dashboard = new("dashboard", apiKey: null);
    private readonly EndpointAnnotation _endpoint = new(System.Net.Sockets.ProtocolType.Tcp, uriScheme: "http", name: "http");

    public ControlApiTests()
    {
        _dashboard.Annotations.Add(_endpoint);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReportAsync_Success_SendsTheReportAndReadsTheWantedCount()
    {
        var requests = new List<string>();
        await using var server = await StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            requests.Add($"{context.Request.Method} {context.Request.Path} {await body.ReadToEndAsync(Token)}");
            await context.Response.WriteAsJsonAsync(new { count = 4, extra = "ignored" }, Token);
        });
        using var api = new ControlApi(_dashboard);

        Assert.Equal(new ReplicaStatus(4), await api.ReportAsync(Report, Token));
        Assert.Equal(new ReplicaStatus(4), await api.ReportAsync(Report with { Count = 3 }, Token));
        Assert.Equal(
            [
                """PUT /api/replicas/orchestrator {"name":"machine/1","kept":2,"most":5}""",
                """PUT /api/replicas/orchestrator {"name":"machine/1","kept":2,"most":5,"count":3}""",
            ],
            requests);
    }

    [Fact]
    public async Task ReportAsync_NoCountSet_ReturnsNone()
    {
        await using var server = await StartAsync(context => context.Response.WriteAsync("""{"count":null}""", Token));
        using var api = new ControlApi(_dashboard);

        Assert.Null((await api.ReportAsync(Report, Token)).Count);
    }

    [Theory]
    [InlineData(
        """{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Redis is unreachable."}""",
        "Redis is unreachable.")]
    [InlineData("""{"title":"Service Unavailable","status":503}""", "Service Unavailable")]
    [InlineData("a page\nof text", "Service Unavailable")]
    [InlineData("", "Service Unavailable")]
    [InlineData("null", "Service Unavailable")]
    [InlineData("[]", "Service Unavailable")]
    public async Task ReportAsync_Rejected_ReportsTheStatusAndTheReason(string body, string reason)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(body, Token);
        });
        using var api = new ControlApi(_dashboard);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => api.ReportAsync(Report, Token));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, reason), (failure.StatusCode, failure.Message));
    }

    [Fact]
    public async Task ReportAsync_RejectedWithALongReason_TruncatesIt()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return context.Response.WriteAsJsonAsync(new { detail = new string('x', 5000) }, Token);
        });
        using var api = new ControlApi(_dashboard);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => api.ReportAsync(Report, Token));

        Assert.Equal(new string('x', 200) + "…", failure.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("""{"count":"four"}""")]
    public async Task ReportAsync_ResponseOfAnotherProgram_IsAFailure(string body)
    {
        await using var server = await StartAsync(context => context.Response.WriteAsync(body, Token));
        using var api = new ControlApi(_dashboard);

        await Assert.ThrowsAsync<HttpRequestException>(() => api.ReportAsync(Report, Token));
    }

    [Fact]
    public async Task ReportAsync_DashboardWithoutAPortYet_WaitsForIt()
    {
        using var api = new ControlApi(_dashboard);

        var reporting = api.ReportAsync(Report, Token);
        Assert.False(reporting.IsCompleted);
        await using var server = await StartAsync(context => context.Response.WriteAsync("""{"count":4}""", Token));

        Assert.Equal(4, (await reporting.WaitAsync(TimeSpan.FromSeconds(30), Token)).Count);
    }

    private async Task<HttpTestServer> StartAsync(RequestDelegate respond)
    {
        var server = await HttpTestServer.StartAsync("dashboard", respond);
        _endpoint.AllocatedEndpoint = new AllocatedEndpoint(_endpoint, "localhost", new Uri(server.Url).Port);
        return server;
    }
}
