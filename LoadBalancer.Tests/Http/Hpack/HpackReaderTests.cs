using System.Text;
using CsCheck;
using LoadBalancer.Http.Hpack;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Http.Hpack;

public sealed class HpackReaderTests
{
    private readonly HpackDecoder _decoder = new(HpackDecoder.DefaultTableBytes);

    [Fact]
    public void Read_RequestsOfTheSpecification_GivesTheirFieldsAndTable()
    {
        // RFC 7541 appendix C.3
        Assert.Equal(
            [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"], Read("828684410f7777772e6578616d706c652e636f6d"));
        Assert.Equal(
            [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache"],
            Read("828684be58086e6f2d6361636865"));
        Assert.Equal(
            [":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com", "custom-key: custom-value"],
            Read("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"));
        Assert.Equal(["custom-key: custom-value", "cache-control: no-cache", ":authority: www.example.com"], Table());
    }

    [Fact]
    public void Read_RequestsOfTheSpecificationWithHuffmanCode_GivesTheirFieldsAndTable()
    {
        // RFC 7541 appendix C.4
        Assert.Equal(
            [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"], Read("828684418cf1e3c2e5f23a6ba0ab90f4ff"));
        Assert.Equal(
            [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache"],
            Read("828684be5886a8eb10649cbf"));
        Assert.Equal(
            [":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com", "custom-key: custom-value"],
            Read("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"));
        Assert.Equal(["custom-key: custom-value", "cache-control: no-cache", ":authority: www.example.com"], Table());
    }

    [Fact]
    public void Read_ResponsesOfTheSpecificationInASmallTable_EvictsTheOldest()
    {
        // RFC 7541 appendix C.6, with the change of the size that it presumes
        Assert.Equal(
            [":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com"],
            Read("3fe101" + "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
                + "6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        Assert.Equal(":status: 307", Read("4883640effc1c0bf")[0]);
        Assert.Equal(
            [
                ":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT", "location: https://www.example.com",
                "content-encoding: gzip", "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            ],
            Read("88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab"
                + "77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"));
        Assert.Equal(
            [
                "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1", "content-encoding: gzip",
                "date: Mon, 21 Oct 2013 20:13:22 GMT",
            ],
            Table());
    }

    [Theory]
    [InlineData("80", HpackError.Index)]
    [InlineData("be", HpackError.Index)]
    [InlineData("7e0161", HpackError.Index)]
    [InlineData("ff80808080", HpackError.Integer)]
    [InlineData("ff80", HpackError.Truncated)]
    [InlineData("ff", HpackError.Truncated)]
    [InlineData("40", HpackError.Truncated)]
    [InlineData("0005616161", HpackError.Truncated)]
    [InlineData("000161", HpackError.Truncated)]
    [InlineData("0084ffffffff00", HpackError.Huffman)]
    [InlineData("00821fff00", HpackError.Huffman)]
    [InlineData("00811800", HpackError.Huffman)]
    [InlineData("0081ff00", HpackError.Huffman)]
    [InlineData("3fe21f", HpackError.TableSize)]
    [InlineData("8220", HpackError.TableSize)]
    public void Read_MalformedBlock_HasItsError(string block, object error)
    {
        Assert.Equal((HpackError)error, ErrorOf(Convert.FromHexString(block)));
    }

    [Theory]
    [InlineData("82", HpackError.TableSize)]
    [InlineData("", HpackError.TableSize)]
    [InlineData("2082", HpackError.None)]
    [InlineData("203f8002", HpackError.TableSize)]
    public void Read_AfterAReductionOfTheTable_MustBeginWithTheChange(string block, object error)
    {
        var decoder = new HpackDecoder(0);
        Assert.Equal(HpackError.None, ErrorOf([0x40, 1, (byte)'a', 0], decoder));
        decoder.AcknowledgeSettings();

        Assert.Equal((HpackError)error, ErrorOf(Convert.FromHexString(block), decoder));
    }

    /// <summary>The change is needed only if it removes entries (RFC 9113 §4.3.1); later ones must fit the new size in any case.</summary>
    [Fact]
    public void Read_AfterAReductionToMoreThanItsContent_NeedNotBeginWithTheChange()
    {
        var decoder = new HpackDecoder(34);
        Assert.Equal(HpackError.None, ErrorOf([0x40, 1, (byte)'a', 1, (byte)'b'], decoder));
        decoder.AcknowledgeSettings();

        Assert.Equal(HpackError.None, ErrorOf([0xBE], decoder));
        Assert.Equal(HpackError.None, ErrorOf([0x40, 1, (byte)'c', 1, (byte)'d'], decoder));
        Assert.Equal((1, 34), (decoder.Table.Count, decoder.Table.MaxSize));
        Assert.Equal(HpackError.Index, ErrorOf([0xBF], decoder));
    }

    [Fact]
    public void Read_AfterAnIncreaseOfTheTable_MayUseIt()
    {
        var decoder = new HpackDecoder(65_536);
        Assert.Equal(HpackError.TableSize, ErrorOf(Convert.FromHexString("3fe2ff03"), decoder));

        decoder = new HpackDecoder(65_536);
        decoder.AcknowledgeSettings();
        Assert.Equal(HpackError.None, ErrorOf(Convert.FromHexString("3fe1ff03"), decoder));
        Assert.Equal(65_536, decoder.Table.MaxSize);
    }

    /// <summary>A field whose name is in an entry that adding the field removes.</summary>
    [Fact]
    public void Read_NameOfAnEntryThatIsEvicted_IsKept()
    {
        Assert.Equal(["abc: 1"], Read("3f06" + "4003616263" + "0131"));

        Assert.Equal(["abc: 22"], Read("7e" + "023232"));
        Assert.Equal(["abc: 22"], Table());
    }

    [Fact]
    public void Read_WhatAPlainEncoderWrites_GivesItBack()
    {
        var text = Gen.Byte.Array[0, 200];
        Gen.Select(text, text, Gen.Int[0, 4]).Array[0, 40].Array[1, 6].Sample(
            blocks =>
            {
                var decoder = new HpackDecoder(HpackDecoder.DefaultTableBytes);
                var encoder = new PlainHpackEncoder();
                foreach (var fields in blocks)
                {
                    var expected = fields.Select(field => Show(field.Item1, field.Item2)).ToArray();
                    Assert.Equal(expected, Read(encoder.Encode(fields), decoder));
                    Assert.Equal(encoder.Table, Table(decoder));
                }
            },
            iter: 500);
    }

    /// <summary>Whatever the bytes, reading ends, and a table stays within its limit.</summary>
    [Fact]
    public void Read_AnyBytes_EndsWithoutFailure()
    {
        Gen.Byte.Array[0, 300].Array[1, 8].Sample(
            blocks =>
            {
                var decoder = new HpackDecoder(HpackDecoder.DefaultTableBytes);
                foreach (var block in blocks)
                {
                    if (ErrorOf(block, decoder) != HpackError.None)
                    {
                        return;
                    }

                    Assert.True(decoder.Table.Count <= HpackDecoder.DefaultTableBytes / DynamicTable.EntryOverhead);
                }
            },
            iter: 100_000);
    }

    [Fact]
    public void Read_UsualBlock_DoesNotAllocate()
    {
        // The first requests fill the table; later ones refer to it, or replace entries.
        var first = Convert.FromHexString("828684418cf1e3c2e5f23a6ba0ab90f4ff5886a8eb10649cbf");
        var next = Convert.FromHexString("828684bf408825a849e95ba97d7f8925a849e95bb8e8b4bf");
        ErrorOf(first);
        for (var i = 0; i < 1_000; i++)
        {
            ErrorOf(next);
        }

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                ErrorOf(next);
            }
        }));
    }

    private static string Show(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        $"{Encoding.Latin1.GetString(name)}: {Encoding.Latin1.GetString(value)}";

    private static string[] Table(HpackDecoder decoder) =>
        [.. Enumerable.Range(0, decoder.Table.Count).Select(i => Show(decoder.Table[i].Name, decoder.Table[i].Value))];

    private static string[] Read(byte[] block, HpackDecoder decoder)
    {
        var fields = new List<string>();
        using var reader = new HpackReader(decoder, block);
        while (reader.TryRead(out var field))
        {
            if (field.NameIndex > 0)
            {
                Assert.Equal(Encoding.Latin1.GetString(StaticTable.NameOf(field.NameIndex)), Encoding.Latin1.GetString(field.Name));
            }

            fields.Add(Show(field.Name, field.Value));
        }

        Assert.Equal(HpackError.None, reader.Error);
        return [.. fields];
    }

    private static HpackError ErrorOf(byte[] block, HpackDecoder decoder)
    {
        using var reader = new HpackReader(decoder, block);
        while (reader.TryRead(out _))
        {
        }

        return reader.Error;
    }

    private HpackError ErrorOf(byte[] block) => ErrorOf(block, _decoder);

    private string[] Read(string block) => Read(Convert.FromHexString(block), _decoder);

    private string[] Table() => Table(_decoder);
}
