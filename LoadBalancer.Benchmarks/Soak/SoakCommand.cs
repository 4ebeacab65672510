using System.Diagnostics;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>Sends mixed traffic through a gateway process for some minutes, and checks whether its resource usage levels off.</summary>
internal static class SoakCommand
{
    private const int Servers = 3;
    private const int Clients = 32;

    /// <summary>Prints the samples and what the clients observed.</summary>
    /// <returns>1 if something does not level off or fails; otherwise 0.</returns>
    public static async Task<int> RunAsync(TextWriter output, TimeSpan duration)
    {
        var servers = Enumerable.Range(0, Servers).Select(_ => new SoakServer()).ToArray();
        using var gateway = Start([.. servers.Select(server => server.Url)]);
        var port = new Uri((await gateway.StandardOutput.ReadLineAsync())![SoakGateway.Listening.Length..]).Port;
        using var stop = new CancellationTokenSource(duration);
        var samples = new List<SoakSample>();
        var sampling = CollectAsync(gateway, samples, output);
        var tally = new SoakTally();

        await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(seed => Task.Run(() => new SoakClient(port, seed, tally).RunAsync(stop.Token))));

        gateway.StandardInput.Close();
        await sampling;
        await gateway.WaitForExitAsync();
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await output.WriteLineAsync(tally.ToString());
        var failures = SoakVerdict.Check(samples, tally.Faults).ToArray();
        await output.WriteLineAsync(failures is [] ? "Resource usage levels off." : string.Join("; ", failures));
        return failures is [] ? 0 : 1;
    }

    /// <summary>Starts this program again, as <see cref="SoakGateway"/>.</summary>
    private static Process Start(string[] servers)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) is "dotnet")
        {
            start.ArgumentList.Add(typeof(SoakCommand).Assembly.Location);
        }

        start.ArgumentList.Add("soak-gateway");
        foreach (var server in servers)
        {
            start.ArgumentList.Add(server);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The gateway process did not start.");
    }

    private static async Task CollectAsync(Process gateway, List<SoakSample> samples, TextWriter output)
    {
        await output.WriteLineAsync(
            "| after | resident | heap | handles | threads | thrown | unobserved |\n| --- | --- | --- | --- | --- | --- | --- |");
        while (await gateway.StandardOutput.ReadLineAsync() is { } line)
        {
            if (SoakSample.TryParse(line, out var sample))
            {
                samples.Add(sample);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {sample.Seconds:0} s | {sample.Resident:0} MiB | {sample.Heap:0.0} MiB | {sample.Handles} | {sample.Threads} | "
                    + $"{sample.Thrown} | {sample.Unobserved} |"));
            }
        }
    }
}
