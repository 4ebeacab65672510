using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Telemetry.RequestLog;

public sealed class RequestLogOptionsTests
{
    [Fact]
    public void Rules_Defaults_FindNothing() => Assert.Empty(Find(new()));

    [Fact]
    public void Rules_AtTheEndsOfTheRanges_ReportNothing()
    {
        Assert.Empty(Find(new() { Path = "", RollBytes = 0, RollAge = TimeSpan.Zero, Keep = 1, Buffer = 65_536 }));
        Assert.Empty(Find(new()
        {
            Path = "a.log",
            Fields = ["time", "id", "client", "method", "target", "server", "reason", "tries", "status", "bytes", "durationMs", "gateway"],
            RollBytes = 1L << 40,
            RollAge = TimeSpan.FromDays(365),
            Keep = 1_000,
            Buffer = 268_435_456,
        }));
    }

    [Fact]
    public void Rules_EverythingBad_FindAllOfItByKeyValueAndWhatIsAllowed()
    {
        var failures = Find(new()
        {
            Path = "logs/",
            Fields = ["time", "Status", "none"],
            RollBytes = 4_095,
            RollAge = TimeSpan.FromSeconds(59),
            Keep = 0,
            Buffer = 65_535,
        });

        const string Fields =
            "time, id, client, method, target, server, reason, tries, status, bytes, durationMs, gateway, error, errorServer, errorDetail";
        Assert.Equal(
            [
                "Gateway:RequestLog:Path: 'logs/' is not allowed: it must be the path of a file, or empty.",
                $"Gateway:RequestLog:Fields:1: 'Status' is not allowed: it must be one of {Fields}.",
                $"Gateway:RequestLog:Fields:2: 'none' is not allowed: it must be one of {Fields}.",
                "Gateway:RequestLog:RollBytes: 4095 is not allowed: it must be 0 (off) or 4096 to 1099511627776.",
                "Gateway:RequestLog:RollAge: 00:00:59 is not allowed: it must be 0 (off) or 00:01:00 to 365.00:00:00 "
                    + "(days.hours:minutes:seconds).",
                "Gateway:RequestLog:Keep: 0 is not allowed: it must be 1 to 1000.",
                "Gateway:RequestLog:Buffer: 65535 is not allowed: it must be 65536 to 268435456.",
            ],
            failures);
    }

    private static string[] Find(RequestLogOptions options) =>
        OptionRules.Find(new RequestLogOptions.Rules(), RequestLogOptions.Section, options);
}
