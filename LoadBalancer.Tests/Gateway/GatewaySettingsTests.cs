using System.Globalization;
using LoadBalancer.Gateway;
using LoadBalancer.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Gateway;

/// <summary>Tests what a gateway reports about its settings when it is composed.</summary>
public sealed class GatewaySettingsTests
{
    [Fact]
    public void Build_WithoutSettings_ReportsNothing() => Assert.Empty(Failures());

    [Fact]
    public void Build_InvalidValues_ReportsEachWithItsKeyValueAndAllowedValues()
    {
        var failures = Failures(
            ("Id", "a b"),
            ("Algorithm", "77"),
            ("HashKey:0", "header:"),
            ("HashKey:1", "path"),
            ("HashKey:2", "nonsense"),
            ("WarmUp", "00:01:01"),
            ("ConnectTimeout", "00:00:00.009"),
            ("ActivityTimeout", "2.00:00:00"),
            ("CountInterval", "00:00:00"),
            ("Health:Interval", "00:00:00"),
            ("Retries:MaxAttempts", "0"),
            ("Limits:HeaderCount", "0"),
            ("RequestLog:Keep", "0"),
            ("TrustedProxies:0", "nowhere"),
            ("LoadFactor", "0.5"),
            ("ServerTls:ServerName", "a b"),
            ("Tls:HandshakeTimeout", "00:02:00"));

        AssertNames(failures, "Gateway:Id", "'a b'", "1 to 64 of a-z A-Z 0-9 . _ -, not . or ..");
        AssertNames(failures, "Gateway:Algorithm", "77", "Ring");
        AssertNames(failures, "Gateway:WarmUp", "00:01:01", "00:00:00 to 00:01:00");
        AssertNames(failures, "Gateway:ConnectTimeout", "00:00:00.0090000", "00:00:00.0100000 to 00:01:00");
        AssertNames(failures, "Gateway:ActivityTimeout", "2.00:00:00", "00:00:00.1000000 to 1.00:00:00");
        AssertNames(failures, "Gateway:CountInterval", "00:00:00", "00:00:00.1000000 to 00:01:00");
        AssertNames(failures, "Gateway:HashKey:0", "'header:'", "client-ip");
        AssertNames(failures, "Gateway:HashKey:2", "'nonsense'", "client-ip");
        AssertNames(failures, "Gateway:Health:Interval", "00:00:00", "00:00:00.1000000 to 00:10:00");
        AssertNames(failures, "Gateway:Retries:MaxAttempts", "0", "1 to 10");
        AssertNames(failures, "Gateway:Limits:HeaderCount", "0", "1 to 1000");
        AssertNames(failures, "Gateway:RequestLog:Keep", "0", "1 to 1000");
        AssertNames(failures, "Gateway:TrustedProxies:0", "'nowhere'", "10.0.0.0/8");
        AssertNames(failures, "Gateway:LoadFactor", "0.5", "1 to 100");
        AssertNames(failures, "Gateway:ServerTls:ServerName", "'a b'", "a host name or an address");
        AssertNames(failures, "Gateway:Tls:HandshakeTimeout", "00:02:00", "00:01:00");
    }

    [Theory]
    [InlineData("Nonsense", "Gateway:Nonsense: unknown setting")]
    [InlineData("SlowStrat", "did you mean Gateway:SlowStart?")]
    [InlineData("Healht:Interval", "did you mean Gateway:Health?")]
    [InlineData("Health:Intervall", "did you mean Gateway:Health:Interval?")]
    [InlineData("Health", "Gateway:Health: 'x' is not allowed: it is a section that contains settings.")]
    [InlineData("Limits:Http2:Strems", "did you mean Gateway:Limits:Http2:Streams?")]
    public void Build_UnknownKey_ReportsItOnce(string key, string expected) =>
        Assert.Contains(expected, Assert.Single(Failures((key, "x"))), StringComparison.Ordinal);

    [Fact]
    public void Build_TooManyKeys_ReportsHowManyAreAllowed() => AssertNames(
        Failures([.. Enumerable.Range(0, 17).Select(i => (string.Create(CultureInfo.InvariantCulture, $"HashKey:{i}"), "path"))]),
        "Gateway:HashKey",
        "17 ",
        "1 to 16");

    [Theory]
    [InlineData("00:00:00", "00:00:00.01", "00:00:00.1", "00:00:00.1")]
    [InlineData("00:01:00", "00:01:00", "1.00:00:00", "00:01:00")]
    public void Build_AtTheEndsOfTheRanges_ReportsNothing(string warmUp, string connect, string activity, string count) => Assert.Empty(
        Failures(("WarmUp", warmUp), ("ConnectTimeout", connect), ("ActivityTimeout", activity), ("CountInterval", count)));

    private static string[] Failures(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"Gateway:{setting.Key}", (string?)setting.Value)));
        builder.Services.AddRedisRegistry();
        try
        {
            ((IDisposable)GatewayApplication.Build(builder)).Dispose();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
        catch (AggregateException exception)
        {
            return [.. exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)];
        }
    }

    private static void AssertNames(string[] failures, string key, params string[] parts)
    {
        var failure = Assert.Single(failures, failure => failure.StartsWith($"{key}: ", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, failure, StringComparison.Ordinal));
    }
}
