using System.Globalization;
using System.Text;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A process on this machine that has inherited an environment variable.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Command">The command line.</param>
internal sealed record MarkedProcess(int Id, string Command)
{
    /// <summary>Finds the processes whose environment contains a variable.</summary>
    /// <param name="variable">The variable with its value, <c>NAME=value</c>.</param>
    public static IReadOnlyList<MarkedProcess> Find(string variable) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Read(id, "environ").Split('\0').Contains(variable, StringComparer.Ordinal))
            .Select(id => new MarkedProcess(id, Read(id, "cmdline").Replace('\0', ' '))),
    ];

    /// <summary>Reads a file of a process; empty if the process has ended, is a zombie, or belongs to another user.</summary>
    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
