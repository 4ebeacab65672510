using System.Text;

namespace LoadBalancer.Backend.Posts;

/// <summary>
/// The <c>Idempotency-Key</c> of every POST that reached this server, a line each, written before the response begins: what
/// was done twice stands there twice. A line survives the death of the process, not that of the machine. Thread-safe.
/// </summary>
internal sealed class PostLog(string folder, string server) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(
        Path.Combine(folder, $"{server}.log"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Append(string key)
    {
        var line = Encoding.UTF8.GetBytes(key + '\n');
        lock (_lock)
        {
            _file.Write(line);
        }
    }

    public void Dispose() => _file.Dispose();
}
