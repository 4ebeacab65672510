using System.Globalization;
using System.Text.Json.Nodes;

namespace LoadBalancer.Tests.Simulator.Reporting;

/// <summary>A folder with request logs and reports, which is deleted with its content.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("report-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a log, one request a second from 2026-01-01 12:00:00 UTC on.</summary>
    /// <param name="requests">The fields of each request, beside its time.</param>
    /// <returns>The path of the log.</returns>
    public string Write(params IEnumerable<JsonObject> requests)
    {
        var path = PathOf("requests.log");
        File.WriteAllLines(path, requests.Select((request, i) =>
        {
            request["time"] = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddSeconds(i)
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return request.ToJsonString();
        }));
        return path;
    }

    /// <summary>Writes the report of a log, and returns its text.</summary>
    public async Task<string> ReportAsync(string log, string file, params string[] options)
    {
        var run = await SimulatorRun.RunAsync(["report", log, .. options, "--out", PathOf(file)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return await File.ReadAllTextAsync(PathOf(file), TestContext.Current.CancellationToken);
    }

    public static JsonObject Request(string server, int status = 200, double milliseconds = 5, string id = "1") => new()
    {
        ["id"] = id,
        ["method"] = "GET",
        ["target"] = "/",
        ["server"] = server,
        ["reason"] = "Owner",
        ["tries"] = 1,
        ["status"] = status,
        ["bytes"] = 1_000,
        ["durationMs"] = milliseconds,
        ["gateway"] = "g",
    };
}
