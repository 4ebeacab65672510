using System.Diagnostics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Deployment;

public sealed class SystemdTests
{
    public static TheoryData<string> Units =>
        [.. Directory.EnumerateFiles(Repository.PathOf("deploy", "systemd"), "*.service").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_DrainsOnStopAndStaysDownOnInvalidSettings(string unit)
    {
        var lines = File.ReadAllLines(Repository.PathOf("deploy", "systemd", unit));

        Assert.Contains("Restart=always", lines);
        Assert.Contains("RestartPreventExitStatus=2", lines);
        Assert.Contains("DynamicUser=yes", lines);
        Assert.InRange(int.Parse(
            lines.Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1],
            System.Globalization.CultureInfo.InvariantCulture), 35, 90);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_CheckedBySystemdAnalyze_HasLowExposure(string unit)
    {
        if (Missing.FindOnPath("systemd-analyze") is not { } analyze)
        {
            Assert.Skip("systemd-analyze is not installed on this machine.");
            return;
        }

        // The tool rates an unrestricted service 10 and calls 2.0 or less OK.
        using var process = Process.Start(new ProcessStartInfo(
            analyze, ["security", "--offline=true", "--no-pager", "--threshold=20", Repository.PathOf("deploy", "systemd", unit)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + errors);
    }
}
