// Made by deploy/make-fonts. Do not edit.

/// Letter + mark -> one code point of the masters (6 bytes a pair), then the combining classes of
/// U+0300...U+036F (one byte each), from the Unicode data of the generating Python.
enum CompositionMaster {
    /// Size after inflating, in bytes.
    static let size = 9744

    /// zlib stream in base64, white space to be skipped.
    static let base64: StaticString = """
        eNpt2QW0G1W3wPGzZ04nc5PAzaWkBQIHiSJJk+DursWKu7u7u7t+fN+Hu7u7F4pTChQ4UmpIkRaX958n66231svq+q2dPWf2
        7Htyzp3MbbKmWjFeZqGd1KqxUs+hqOcxUi9grF5ELQoTiTAXNTBVL+GAuQHz6mUs2GxMUcbhYJTFJSs4FGVnlW1mxcZYNddh
        zWqsm2xkww7Dpk2wJVm+bXPYsSl27QD2bB77tqBWi5UtotjZMLKzY2wHUdsSJnYIcybC1M6BeTscC3ZOLNoyluwILNuRWLFz
        YdVorNm5sW7nwYatYNPOiy07H7atwY6dH7t2AeyZBPt2QbU6XS2EIglGkmJsq6htDRNbx5zkMbUNzNsmFmwLi1LEkl0Yy3YR
        rNhFsWoXw5ptY912sGFHYVO9ii3bxbbtYcf2sWsXx55dAvt2SbUGXS2FYpfGyC6DsV0WtV0OE7s85kweU7sC5u2KWLArYVFm
        x5JdGct2FazYVbFqilizq2Hdro4NuwY2TQlbdk1smzmwY9fCrl0beyar1rfrqDVZaa+hqNcxUmMxNk+hljkwkTkxJyMwVW/g
        gHkC83ZdLNj1sCjz4GCksWTXx6EowbLdACt2Q6yax7BmN8K63RgbdhNsRi1syVzYNpkdOxq7JqvZs5ti326m1mL2NkexW2Bk
        t8TYjkFtt8LEbo05YzC122DebosFux0W7fZYsjtg2e6IFbsTVu3OWLO7YN3uig27Gzbt7tiye2Db7okduxd27d7Ys/tg3+6r
        1qar/VBkJkYyL8Z2f9RmAUzEYE6yOLUHYN4eiAV7EBZlMpbswVi2h2DFHopVexjW7OFYt0dgwx6JTVkIW/YobNujsWOPwa49
        Fnv2OOzb49U6dHUCij0RI6lhbE9CbU/GxJ6CObMQpqaBeXsqFuxpWIwMluzpWLZnYMWeiVWT1anZs7Buz8aGPQebpoUtey62
        7XnYMYtg156PPXsB9u2Fal1W2psoahxG6i2MpYVaFsFEFsOcdDFVb+OAeQ3z9iIs2IuxKFl+MEqxZC/BoSiPZXspVuxlWDVj
        sWYvx7q9Ahv2Smzaq7AlHWzbq7Fj/4Fdk123Z6/Bvv2nWo/Z+xeK/TdGsgTG9lrU9jpM7PWYszdgam/EvL0JC/ZmLNpbsGRv
        xbK9DSv2dqzaO7Bm78S6vQsb9m5s2nuwZe/Ftr0PO/Z+7NoHsGcfxL59SK1PVw+jmC5G9hGM7aOo7WOY2McxZ5/A1D6JefsU
        FuzTWJSpWLLPYNk+ixX7HFZNH2v2eazbF7BhX8SmLIUt+xK27cvYsa9g176KPbME9u1ragO6eh1FlsXIjsXYvoHavomJHYc5
        +xam9m3M23ewYN/FoqyIJfselu37WLEfYNUshTX7IdbteGzYj7Apy2PLTsC2WQE79mPs2k+wZ5bDvv1UbUhXE1HMShjZzzC2
        n6O2X2BiLebMKphah3nrsWADFu0kLNkvsWwnY8VOwapZDWt2KtbtNGzY6di0X2HLfo1t+w127LfYtTOwZ7/Dvv1ebRQr+QVF
        VsfI/oCxehe1/RETOxNzZg1M7SzM25+wYH/GoqyNJZtVKNtfsWJ/w6pZC2v2d6zbP7Bh/8SmrIkt+xe2zXrYsX9j1ynsmXWw
        70RtzK58D0W9j5H6AGP1IWrZABPZCHNRB1M1HgfMW5h3ERZkEyzKuzgYFbHkYhyKZsey01iR67Bq3sSaG4Z1l2DD5bDpUmzJ
        dGy7Aey4PHZdAXsuq9l3s6lNYuVmRzGbY+QGMXYl1G4IEzcH5syWmLrhmHdzYsGVsehGYMmNxLKbCytubqy6ebDmKlh382LD
        zYdNZ7Dl5se2WwA7bkHsuoWw56rYdzU1mq7qKK6BkWti7Fqo3cKYuEUw5xbF1C2GedfGgutg0Y3Ckuti2fWw4vpYdYtjzS2B
        dbckNtxS2HRLY8stg223LHbccth1y2PPrYB9t6LalK5WQpHNMXIrY+xWQe1WxcSthjmzFaZudcy7NbDg1sSiZPnBqIQltxYO
        RXNg2a2NFbcOVs02WHPrYt2thw23PjZlS2y5DbDtNsSO2wi7bmPsmR2w7zZRm9HhaBTZBiPZDmO3KWq3GSZuc8yZnTB1W2De
        bYkFNwaLkuVLbissu62x4rI6VbML1ty2WHdZzUY0FzZlB2y57bHtsrjjdsSuy+r03M7Yd7uozelqVxS3G0Zud4zdHqjdnpi4
        vTBn9sHU7Y15l8UFty8WJTur5PbDstsfK+4ArJosU3MHYt0dhI1oHmxKdsWWOxjbJst33CHYdYdiz2Tn9t1hagt26Mco6hOM
        1KcYy16oZR9MZD/MucMxVRNxwEzGvByABTkIi/I+DkZzYskdgUPRCCy7I7Ei92LVTMKaOQTr7ihsuKOx6Y7BlmT5tsnO7bhj
        sWuy3nruOOy749WWzN4JKO5EjNxJGJvjULuTMXGnYM6diqk7DfPudCy4M7DozsSSOwvL7mysuHOwarKaNXcu1t152HDnY9Nd
        gC13IbbdRdhxF2PXXYI9dyn23WVqTKzMSSjmFIzkMIzd5ajdFZi4KzFnzsDUnIZ5dxUW3NVYdP/AkrsGy+6fWHH/wqo5C2vu
        31h312LDXYdNdz223A3Ydjdix92EXXcz9twt2He3qq2Yq9tQ3O0YuTswdneidndh4u7GnDkHU3Me5t09WHD3YtHdhyV3P5bd
        A1hxD2LVPYQ19zDW3SPYcI9i0z2GLfc4tt0T2HFPYtc9hT33NPbdM2pr5uoHFPUZRnIExuYX1FEfE/cs5swFmMpROGB+wrx7
        DgvueSy6F7DkXsSyewkr7mWsmplYc69g3b2KDfcaNt3r2HJjse3ewI57E7tuHPbcW9h3b6ttmLF3UORojMxFGLt3Ubv3MHHv
        Y06OxdR9gHn3IRbceCzK8VhyH2HZTcCK+xir5hKsuU+w7j7FhpuITfcZttzn2HZfYMdZ7DqHPXMZ9p1XO7M3LYpyGKksE6uA
        WgQTiTEXNTFVk3DA3Ih59SUWXDayKG/hYJSNL7lszFCUnVV22ZiKm4xVcz3W3BSsm2xkw03FppuGLRmGbTcdO+4r7Lqvsee+
        wb77Vu3C7M1Acd9h5L7H2P2A2v2IiZuJORNj6mZh3v2EBfczFt0vWHK/Ytn9hhX3O1bNMKy5P7Du/sSG+wub7m9seYVtL9jx
        EXZ9Vr9nctj3Wu0aKz8MRXIYyQDGPkHts0ziU8xJAVOfHc37PBZ8linKbFjyRSz7LK742bHqB7HmS1j3Q9jwc2BTTcGWH45t
        Pyd2fBm7fgT2/Ejs+7nUbnQ1N4qfByNfwdjPi9rPh4k3mDMFTP38mPcLYMEviEUZxJJfCMu+ihVfw6qZDWu+jnXfwIZvYtMM
        Ycu3sG2GY8cvjF2/CPZMVq3vF1W7s9KmoqhpGKnpGJunUctwTKSMORmJqfoKB8yTmPeLYcG3sSgVHIyGYcl3cCjKYdmPworv
        YtU8jjXfw7rvY8Mvjs1oYWzJ3Ng2mR2/BHZNVrPnl8S+X0rtwewtjeKXwcgvi7FfDrVfHhO/AubM/Jj6FTHvV8KCXxmLfhUs
        +VWx7FfDil8dq34NrPk1se7XwoZfG5t+HWz5dbHt18OOXx+7fgPs+Q2x7zdSe9LVxigyCyOZD2O/CWqzICYyP+Yki1M/GvN+
        Uyz4zbAoU7DkN8ey3wIrfkus+jFY81th3W+NDb8NNqWKLb8ttv122PHbY9fvgD2/I/b9TmovutoZxe+CkdQx9rui9rth4nfH
        nKliapqY93tgwe+JxWh+LPm9sOz3xorfB6smq1Pz+2Ld74cNvz82zcLY8gdg2x+IHbModv1B2DNXYN8frPZmpX2Nor7BSH2L
        sSyMWhbFRNqY84dgqmbggHkd8/5QLPjDsCjv4GA0gCV/OA5FBSz7I7Dij8SqeQNr/iis+6Ox4Y/Bpj8WWzIK2/447PjjsWuy
        6/b8Cdj3J6p9mL2TUPzJGMmSGPtTUPtTMfGnYc6fjqk/A/P+TCz4s7Ao32HJn41lfw5W/LlY9edhzZ+PdX8BNvyF2PQXYctf
        jG1/CXb8pdj1l2HPX459f4Xal66uRDE9jPxVGPurUft/YOKvwZz/J6b+X5j3/8aCvxaLMg1L/jos++ux4m/Aqlkca/5GrPub
        sOFvxqYsjS1/C7b9rdjxt2HX3449syT2/R1qP7q6E0WWw8jfhbG/G7W/BxN/L+b8fZj6+zHvH8CCfxCLshKW/ENY9g9jxT+C
        VbM01vyjWPePYcM/jk1ZAVv+CWybFbHjn8Sufwp7Znns+6fV/nT1DIpZGSP/LMb+OdT+eUz8C5gzq2LqX8S8fwkL/mUs+lew
        5F/Fsn8NK/51rJrVsebHYt2/gQ3/Jjb9OGz5t7Dt38aOfwe7/l3s+few799XB/Cc/iuKrIGR/wBj9T1q/yEmfjzmzJqY+o8w
        7ydgwX+MRVkHS/4TLPtPseInYtWsjTX/Gdb959jwX2BT1sKWt9g262PHO+x6jz2zLvZ9UAeyK39AUT9ipGZirGahlg0xkY0x
        F43CVP2EA+ZtzPtJWJDRWJT3cDCaDUv+SxyKBrHsJ2NFrseqGYc1PwXrfio2/DRs+unYkq+w7TM7/mvs+m+w57/Fvp+hDuIz
        /Q7FbIGR/x5j/wNq/yMmfibmzBhM/SzM+5+w4H/Gov8FS/5XLPvfsOJ/x6r/A2v+T6z7v7Dh/8ZmUNgKgu0QYSfE2A0ae2EY
        9kOiDuZLWQ4lpBiFAYxDHnUoYBKKmAuzYRpmx3wYxEIoYTEMYSnMgeUwHCthTqyGMtbCCKyHkdgIc2EzzI2tMA+2QwU7YV7s
        hvmwFwz2w/zqELpaAEW2wCgsiHFYCHWoYhJqmDNbYxrqmA8NLIQmFiXLD0ZDWAotHIqGYzksjJWwCFbNtlgLi2I9LIaN0Mam
        jMFW6GA7jMJO6GI39LBndsR+6KtD6XBxFNkWI9ke47AE6rAkJmEpzJmdMQ1LYz4sg4WwLBYly5fCclgOy2MlrIBVsyvWwopY
        DythI5obm7IjtsLK2A6rYCesit2wGvbC6tgPa6jD6GpNlLAWRmFtjMM6qMO6mIT1MGf2xdRcifmwPhbCBliU3bEUNsRy2Agr
        YWOsmv2xFjbBehiNjaiCTdkVW2FTbJuDsRM2w27YHHvmQOyHLdTh7NBfUdRvGKnfMZa9Ucu+mMj+mAtbYqr+wAEzBfNyIBbk
        YCzKBzgYlbEUxuBQNBLLYSusyH1YNV9izRyK9bA1NsI22AzbYkuyfNsciZ2wHXbN4dgL22M/7KCOYPZ2RAk7YRR2xtgcjzrs
        gknYFXNhN0zD7pgPe2Ah7InFsBeWwt5YDvtgJeyLVXMi1sJ+WA/7YyMcgM1wILbCQdgOB2MnHILdcCj2wmHYD4erI3n2PBnF
        nIqRZJk4HIE6HIlJOApz5kxMzemYN1dhIRyNxXAMlsKxWA7HYSUcj1VzNtbCCVgPJ2IjnITNkF2rFU7Bdsiu2AmnYTdklXvh
        DOyHM9VRzNVZKOFsjMI5GIdzUYfzMAnnY85kmdRkcT5cgIVwIRbDRVgKF2M5XIKVcClWw2VYC5djPVyBjXAlNsNV2ApXYzv8
        AzvhGuyGf2Iv/Av74d/qaObqRxT1J0ZyJMbmV9TR4piEazFnLsRU/Y0D5mfMm6uxEK7DYrgeS+EGLIcbsRJuwqqZhbVwM9bD
        LdgIt2Iz3IatcDu2wx3YCXdiN9yFvXA39sM96hhm7F4UOQYjczHG4T7U4X5MwgOYk+MwDQ9iPjyEhfAwFuUELIVHsBwexUp4
        DKvmUqyFx7EensBGeBKb4SlshaexHZ7BTngWu+E57JnLsR+eV7fFEp+uXmDebkExN2Fs7sABc5t6iR36uXqZnn9Tr+AfqMWr
        VxmZqrGc9RyKeQZj8xIOmBfU22Q66gOOvodi3sHYjMcB84H6kMwGqKPFMDUbqfHEi6gJ1P9LTeQ7xqco8hFq+RCL8rHiAdnc
        imJuxtjciQPmdjWJMV+oLxn/u5qMf6KWoKYwckBN56znUcyzGJuXccC8qGaQGaVmcvR9FPMuxuYjHDAfqllkNkQdtTE1G6uf
        iBdVv1D/b/UHHU5EkQmoZTwW5ROJqHYfirkHY/MQDpgHhC8j5n4Ucy/G5mEcMA+KZu+8gHF4UYYRv4RxeFnmYPycKGaEDCcu
        o5iRMoIxr2AcXpWRxK9hHF6XuYjHYhzekLmJ38Q4jJMO8VsYh7dlFPE7GId3ZQNqboJiNpUNiUdL9v9Bm8k27IvdZFvcXXbC
        PWRn3FN4CjNHCU895mjhmSKMxzh8hKk5Rvg+HyZgHD7G1Bwr3LXDe5Ldr98X7o/hA8nujB/KiVS7Rq7jihNRzCcYG4sD5nOs
        Gi/Xc/QzFPMpxsbhgPkCqybIvRydjmKmYmy+xQHzNVbNd3IfR79CMdMwNjNwwHyDVfO9PMpn9K1M5/P6Wr7Cb6IG2qiJLmrF
        iZk3Whjnizp81t1oFPaiSzhrRnwxe+SM+HI8K74Sz46vxnMwje+IryU+L74ZL8A0vjO+nfjC+H68K34Y744fxXvix/FeTOOx
        8bPEb8bsrHgcpvEb8evEb3FE4ot4J/F9Wpi9r3W2Tn7QCX6Lqc7pHPF3usTvk5ko4RNM9DuY6vc0q0XHuhwrrVDCREz0eEy1
        6BHEz2OqJ+qR+Lmei5Gz6WwVZbHWHhM9N6Z6kp6HakVtuNZPKMFiqifrKplfUIJHrb/FRM+Oqf4OC/oH3SSeqRdl5G8oYRKm
        +hfdJvMHSpiMqf5ad8j8pbMVO1WPitUkpbMVO113yc9CCZ9iot/FVL+vF6erzfSSdL4JSvgME/0Rpnq0Xor4BUz1Z3pp/EIv
        w8jtUUIWax0w0ctiqr/Uy1FtO70S1/oZJThM9RS9OplfUUJArWdgonfAVH+PBf2jXpt4ll6fkb+jhC8x1b9qdlb4EyVMwVR/
        ozci8zdKmKY35mcUlPCVHo3f6M3xR70lzsBUj9FjiL/XE4g/0R/jp3oqTtfT8CuzRCyT8oaffVLBLBVrs4xZGpc12+B2Zlvc
        3mR/t9zL7Ip7m+u449yFiXnEXE98NybmUfMY8SvmcXzVvIkTzDj82DLbkxLLb+ZJkVsPtaPypNQPJ5/zjxHHYTEcFlbAgcn/
        32vqRF5TJ2ROHDv2f/3vl2SvLPif8d9N/q83Eyeq/5Q3lJg8bfr07N//Kf0fSgoiAQ==
        """
}
