using System.Text;

namespace LoadBalancer.Tests.Http.Hpack;

/// <summary>
/// An encoder that shares no code with the decoder, with its own model of the table. How each field is encoded is a part of the input: as a
/// literal with, without, or never with indexing, or with an index if the table has the field, or its name.
/// </summary>
internal sealed class PlainHpackEncoder
{
    private const int StaticEntries = 61;
    private const int MaxSize = 4_096;

    private readonly List<(byte[] Name, byte[] Value)> _table = [];

    public string[] Table =>
        [.. _table.Select(entry => $"{Encoding.Latin1.GetString(entry.Name)}: {Encoding.Latin1.GetString(entry.Value)}")];

    public byte[] Encode((byte[] Name, byte[] Value, int Way)[] fields) => [.. fields.SelectMany(Encode)];

    private byte[] Encode((byte[] Name, byte[] Value, int Way) field)
    {
        var (name, value, way) = field;
        var whole = _table.FindIndex(entry => entry.Name.SequenceEqual(name) && entry.Value.SequenceEqual(value));
        if (way >= 3 && whole >= 0)
        {
            return Number(0x80, 7, StaticEntries + 1 + whole);
        }

        var known = _table.FindIndex(entry => entry.Name.SequenceEqual(name));
        var index = way % 2 == 0 && known >= 0 ? StaticEntries + 1 + known : 0;
        byte[] rest = [.. index == 0 ? Text(name) : [], .. Text(value)];
        switch (way)
        {
            case 1:
                return [.. Number(0x00, 4, index), .. rest];
            case 2:
                return [.. Number(0x10, 4, index), .. rest];
            default:
                Add(name, value);
                return [.. Number(0x40, 6, index), .. rest];
        }
    }

    private void Add(byte[] name, byte[] value)
    {
        _table.Insert(0, (name, value));
        while (_table.Sum(entry => entry.Name.Length + entry.Value.Length + 32) > MaxSize)
        {
            _table.RemoveAt(_table.Count - 1);
        }
    }

    private static byte[] Text(byte[] text) => [.. Number(0, 7, text.Length), .. text];

    private static byte[] Number(byte pattern, int bits, int value)
    {
        var most = (1 << bits) - 1;
        if (value < most)
        {
            return [(byte)(pattern | value)];
        }

        var bytes = new List<byte> { (byte)(pattern | most) };
        for (value -= most; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
