/// The page's markup (Mustache): one file with its styles, its drawings and one script of its own, nothing from
/// elsewhere. Without the script everything is still there; it only sorts tables.
enum RunPageTemplate {
    static let page = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{kind}} as of {{as_of}}</title>
        <style>\(style)</style>
        </head>
        <body>
        <header>
        <p class="eyebrow">Dueday · {{kind}}</p>
        <h1>{{title}}</h1>
        <p class="state {{state_class}}">{{state}}</p>
        <dl class="facts">
        {{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/facts}}</dl>
        </header>
        <main>
        <section class="cards">
        {{#cards}}<div class="card"><span class="figure">{{figure}}</span><span class="label">{{label}}</span>\
        {{#note}}<span class="note">{{note}}</span>{{/note}}</div>
        {{/cards}}</section>
        {{#problems}}<p class="problem">{{.}}</p>
        {{/problems}}
        {{#charts}}<section>
        <h2>{{title}}</h2>
        {{{drawing}}}
        </section>
        {{/charts}}
        {{#tables}}<section>
        <h2>{{title}} <small>{{note}}</small></h2>
        <div class="scroll"><table>
        <thead><tr>{{#columns}}<th scope="col" class="{{side}}"><button type="button">{{name}}</button></th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}<tr>{{#cells}}<td class="{{side}}" data-sort="{{sort}}">{{#link}}<a href="{{link}}">{{text}}</a>{{/link}}{{^link}}{{text}}{{/link}}</td>{{/cells}}</tr>
        {{/rows}}</tbody>
        </table></div>
        </section>
        {{/tables}}
        </main>
        <footer>{{footer}}</footer>
        <script>\(script)</script>
        </body>
        </html>

        """

    private static let style = """
        :root{--ink:#16202c;--soft:#5b6b7c;--line:#dfe5ec;--paper:#fff;--wash:#f5f7fa;--accent:#0b6e99;--up:#1c7c54;--down:#b3382c;--warn:#8a5a00}
        @media (prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#9aa9b9;--line:#2c3845;--paper:#131a22;--wash:#1a232d;--accent:#5fb8dd;--up:#62c398;--down:#ef8277;--warn:#e0b45c}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--wash);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        header,main,footer{max-width:72rem;margin:0 auto;padding:1.25rem}
        h1{margin:.1rem 0 .5rem;font-size:1.7rem;line-height:1.2}
        h2{margin:0 0 .75rem;font-size:1.1rem}
        h2 small{font-weight:400;color:var(--soft)}
        .eyebrow{margin:0;color:var(--soft);letter-spacing:.04em}
        .state{display:inline-block;margin:0 0 1rem;padding:.2rem .7rem;border-radius:1rem;border:1px solid currentColor}
        .waiting{color:var(--warn)}.good{color:var(--up)}.bad{color:var(--down)}
        .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0}
        .facts dt{color:var(--soft);font-size:.8rem}.facts dd{margin:0;overflow-wrap:anywhere}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;background:none;border:0;padding:0}
        .card,section{background:var(--paper);border:1px solid var(--line);border-radius:.6rem;padding:1rem}
        section{margin:0 0 1rem}
        .card{display:flex;flex-direction:column}
        .figure{font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
        .label{color:var(--soft)}.note{color:var(--warn);font-size:.85rem}
        .problem{border-left:4px solid var(--down);background:var(--paper);padding:.75rem 1rem;margin:0 0 1rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.92rem}
        th,td{padding:.4rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
        td.right,th.right{text-align:right;white-space:nowrap}
        th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
        th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
        a{color:var(--accent)}
        svg{display:block;width:100%;max-width:34rem;height:auto}
        svg text{fill:var(--ink);font:13px system-ui,sans-serif}svg .soft{fill:var(--soft)}
        svg .bar{fill:var(--accent)}svg .up{fill:var(--up)}svg .down{fill:var(--down)}svg line{stroke:var(--line)}
        footer{color:var(--soft);font-size:.85rem}
        @media print{body{background:#fff;font-size:11pt}.card,section{break-inside:avoid;border-color:#ccc}.scroll{overflow:visible}header,main,footer{max-width:none;padding:0 0 .5rem}}
        """

    private static let script = """
        document.querySelectorAll('table').forEach(table=>{const body=table.tBodies[0];table.querySelectorAll('th').forEach((head,column)=>{head.querySelector('button').addEventListener('click',()=>{const up=head.getAttribute('aria-sort')!=='ascending';table.querySelectorAll('th').forEach(other=>other.removeAttribute('aria-sort'));head.setAttribute('aria-sort',up?'ascending':'descending');const value=row=>row.cells[column].dataset.sort;const rows=[...body.rows];const numeric=rows.every(row=>value(row)!==''&&!isNaN(value(row)));rows.sort((a,b)=>(numeric?value(a)-value(b):value(a).localeCompare(value(b)))*(up?1:-1));body.append(...rows)})})});
        """
}
